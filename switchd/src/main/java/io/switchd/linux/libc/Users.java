package io.switchd.linux.libc;

import com.sun.jna.Pointer;

/**
 * The numbers of users, by the names that the platform has for them.
 *
 * <pre>
 * struct passwd (pwd.h), its beginning
 *  0         8           16       20
 * +---------+-----------+--------+--------+---
 * | pw_name | pw_passwd | pw_uid | pw_gid | ...
 * +---------+-----------+--------+--------+---
 * </pre>
 *
 * <p>For one thread at a time, since getpwnam(3) answers in memory of its own.
 */
public final class Users {

    static final int NAME = 0;
    static final int PASSWORD = NAME + Long.BYTES;
    static final int UID = PASSWORD + Long.BYTES;
    static final int GID = UID + Integer.BYTES;

    private Users() {
    }

    /**
     * The uid of a user, to be read without a sign: uids go up to 4294967294.
     *
     * @param name of a user, which may be of digits, or the digits of a uid that has none. @return -1 when nobody has it
     */
    public static int uid(final String name) {
        final long user = LibC.getpwnam(name);
        if (user != 0) {
            return new Pointer(user).getInt(UID);
        }
        return name.matches("[0-9]{1,10}") ? (int) Long.parseLong(name) : -1;
    }
}
