package io.switchd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.switchd.linux.packet.PacketLayouts;
import io.switchd.testkit.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the C compiler for the offsets of every structure that is laid out by hand for a packet socket. */
class LayoutTest {

    @Test
    void everyLayoutIsTheKernels(@TempDir final Path directory) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "skipped: no C compiler to ask");
        final StringBuilder program = new StringBuilder("#define _GNU_SOURCE\n#include <stdio.h>\n#include <stddef.h>\n#include <sys/socket.h>\n"
            + "#include <sys/epoll.h>\n#include <linux/filter.h>\n#include <linux/if_packet.h>\n#include <linux/virtio_net.h>\nint main(void) {\n");
        final Map<String, Integer> expected = PacketLayouts.all();
        expected.keySet().forEach(expression -> program.append("printf(\"%zu\\n\", (size_t) ").append(expression).append(");\n"));
        Files.writeString(directory.resolve("layout.c"), program.append("return 0;\n}\n"));
        Commands.run("/usr/bin/cc", "-o", directory.resolve("layout").toString(), directory.resolve("layout.c").toString()).ok();
        final String[] offsets = Commands.run(directory.resolve("layout").toString()).ok().stdout().split("\n");
        int i = 0;
        for (final Map.Entry<String, Integer> entry : expected.entrySet()) {
            assertEquals(Integer.parseInt(offsets[i++]), entry.getValue(), entry.getKey());
        }
    }
}
