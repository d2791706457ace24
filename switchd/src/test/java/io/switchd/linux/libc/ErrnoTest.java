package io.switchd.linux.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.linux.CProgram;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrnoTest {

    @Test
    void numbersAndTextsAreThoseOfTheCLibrary() throws Exception {
        final List<String> expected = new ArrayList<>();
        final List<String> statements = new ArrayList<>();
        for (final Field field : Errno.class.getFields()) {
            final String name = field.getName();
            expected.add(name + " " + field.getInt(null) + " " + Errno.text(field.getInt(null)));
            statements.add("printf(\"%s %d %s\\n\", \"" + name + "\", " + name + ", strerror(" + name + "));");
        }
        assertEquals(CProgram.run(List.of("errno.h", "string.h"), statements), expected);
    }

    @Test
    void aNumberWithoutATextIsShownItself() {
        assertEquals("error 4711", Errno.text(4711));
    }
}
