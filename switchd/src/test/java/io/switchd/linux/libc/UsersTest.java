package io.switchd.linux.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.linux.CProgram;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsersTest {

    @Test
    void theLayoutIsThatOfTheC() throws IOException {
        assertEquals(Map.of("offsetof(struct passwd, pw_name)", (long) Users.NAME, "offsetof(struct passwd, pw_passwd)", (long) Users.PASSWORD,
            "offsetof(struct passwd, pw_uid)", (long) Users.UID, "offsetof(struct passwd, pw_gid)", (long) Users.GID, "sizeof(uid_t)", (long) Integer.BYTES),
            CProgram.values(List.of("pwd.h"), List.of("offsetof(struct passwd, pw_name)", "offsetof(struct passwd, pw_passwd)",
                "offsetof(struct passwd, pw_uid)", "offsetof(struct passwd, pw_gid)", "sizeof(uid_t)")));
    }

    @Test
    void aUserIsKnownByNameAndOneWithoutANameByItsDigits() {
        assertEquals(0, Users.uid("root"));
        assertEquals(1, Users.uid("daemon"));
        assertEquals(4_711, Users.uid("4711"));
        assertEquals(-1, Users.uid("no-such-user"));
    }
}
