package io.switchd.systemd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.switchd.linux.CProgram;
import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LinuxException;
import io.switchd.testkit.Once;
import io.switchd.testkit.SystemdStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Once
class NotifySocketTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void theLayoutIsTheKernels() throws Exception {
        final Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("offsetof(struct sockaddr_un, sun_family)", NotifySocket.SUN_FAMILY);
        expected.put("offsetof(struct sockaddr_un, sun_path)", NotifySocket.SUN_PATH);
        expected.put("sizeof(struct sockaddr_un)", NotifySocket.SOCKADDR_UN_SIZE);
        expected.put("AF_UNIX", NotifySocket.AF_UNIX);
        expected.put("SOCK_DGRAM | SOCK_CLOEXEC", NotifySocket.SOCK_DGRAM_CLOEXEC);
        expected.put("SOL_SOCKET", NotifySocket.SOL_SOCKET);
        expected.put("SO_SNDTIMEO", NotifySocket.SO_SNDTIMEO);
        expected.put("SCM_RIGHTS", NotifySocket.SCM_RIGHTS);
        final Map<String, Long> values = CProgram.values(List.of("sys/socket.h", "sys/un.h"), expected.keySet());
        expected.forEach((expression, value) -> assertEquals(values.get(expression), (long) value, expression));
    }

    @Test
    void whatIsSentToAPathArrivesAsItIs() throws Exception {
        try (SystemdStandIn systemd = new SystemdStandIn(directory.resolve("notify"))) {
            final NotifySocket socket = NotifySocket.open(directory.resolve("notify").toString());
            socket.send("READY=1\nSTATUS=n\u00e4chste", NotifySocket.NO_DESCRIPTOR);
            socket.send("STOPPING=1", NotifySocket.NO_DESCRIPTOR);
            systemd.await("STOPPING=1", SOON);
            assertEquals(List.of(List.of("READY=1", "STATUS=n\u00e4chste"), List.of("STOPPING=1")), systemd.messages().stream().map(SystemdStandIn.Message::lines).toList());
            assertEquals(ProcessHandle.current().pid(), systemd.messages().get(0).pid());
        }
    }

    @Test
    void anAbstractNameIsFound() throws Exception {
        final String name = "@switchd-test-" + ProcessHandle.current().pid();
        try (SystemdStandIn systemd = new SystemdStandIn(name)) {
            NotifySocket.open(name).send("READY=1", NotifySocket.NO_DESCRIPTOR);
            systemd.await("READY=1", SOON);
        }
    }

    @Test
    void oneThatComesBackIsFoundAgain() throws Exception {
        final Path path = directory.resolve("notify");
        final NotifySocket socket = NotifySocket.open(path.toString());
        assertEquals(Errno.ENOENT, assertThrows(LinuxException.class, () -> socket.send("READY=1", NotifySocket.NO_DESCRIPTOR)).errno());
        try (SystemdStandIn systemd = new SystemdStandIn(path)) {
            socket.send("READY=1", NotifySocket.NO_DESCRIPTOR);
            systemd.await("READY=1", SOON);
        }
    }

    @Test
    void anAddressIsAsTheKernelHasIt() {
        assertArrayEquals(new byte[] {'/', 'r', 0}, NotifySocket.address("/r"));
        assertArrayEquals(new byte[] {0, 'r'}, NotifySocket.address("@r"));
        assertEquals(108, NotifySocket.address("/" + "x".repeat(106)).length);
        assertEquals("'vsock:2:1' is neither an absolute path nor '@' and a name",
            assertThrows(IllegalArgumentException.class, () -> NotifySocket.address("vsock:2:1")).getMessage());
        final String tooLong = "/" + "x".repeat(107);
        assertEquals("'" + tooLong + "' is longer than the 107 bytes of a unix socket's address",
            assertThrows(IllegalArgumentException.class, () -> NotifySocket.address(tooLong)).getMessage());
    }
}
