package io.switchd.linux.libc;

import java.io.IOException;

/** A system call that failed: which, and why. */
public class LinuxException extends IOException {

    private static final long serialVersionUID = 1;

    private final int errno;

    public LinuxException(final String call, final int errno) {
        this(call, errno, Errno.text(errno));
    }

    /** @param reason better words than the error number's own */
    public LinuxException(final String call, final int errno, final String reason) {
        super(call + ": " + reason);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    /** Passes a call's result on, or throws when it is negative. To be called before any other system call. */
    public static int check(final String call, final int result) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(call, LibC.errno());
        }
        return result;
    }

    /** As {@link #check(String, int)}, for calls that return a length. */
    public static long check(final String call, final long result) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(call, LibC.errno());
        }
        return result;
    }
}
