package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Once;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each bad request gets one sentence and its exit code, and changes nothing. */
@Once
class BadInputIT extends SystemTest {

    private String before;

    @BeforeEach
    void configure() {
        ctl("add-br", "a", "--", "add-br", "b", "--", "add-port", "a", "p").ok();
        before = state();
    }

    @AfterEach
    void nothingHasChanged() {
        assertEquals(before, state());
    }

    @Test
    void settingsAreCheckedEvenWhereWhatTheyAreForExistsAlready() {
        ctl("--may-exist", "add-br", "a", "bogus=1").exits(1).says("unknown setting \"bogus\" of a bridge");
        ctl("--may-exist", "add-port", "a", "p", "tag=4096").exits(1).says("tag=4096 is out of range: allowed are 0 to 4095");
    }

    @Test
    void namesThatNoDeviceCanHaveAreRefused() {
        for (final String[] command : new String[][] {{"add-br"}, {"add-port", "a"}}) {
            refused(command, "0123456789abcdef", "has 16 bytes", "1 to 15 bytes");
            refused(command, "x/y", "contains '/'");
            refused(command, "x y", "white space");
            refused(command, "x\ny", "x\\ny", "white space or a control character");
            refused(command, "", "is empty");
            refused(command, ".", "\".\"");
            refused(command, "..", "\"..\"");
            refused(command, "x:y", "contains ':'");
        }
        ctl("netns", "add", "x/y").exits(1).says("namespace name \"x/y\" contains '/'");
        ctl("netns", "add", "").exits(1).says("is empty");
        ctl("netns", "add", "..").exits(1).says("namespace name");
        ctl("netns", "del", "../../etc/passwd").exits(1).says("contains '/'");
        ctl("add-veth", "0123456789abcdef", "x").exits(1).says("has 16 bytes");
    }

    private void refused(final String[] command, final String name, final String... words) {
        final String[] args = Arrays.copyOf(command, command.length + 1);
        args[command.length] = name;
        ctl(args).exits(1).says(words);
    }

    @Test
    void whatIsThereAlreadyIsNamed() {
        ctl("add-port", "b", "p").exits(1).says("cannot create a port named p because a port named p already exists on bridge a");
        ctl("add-br", "p").exits(1).says("cannot create a bridge named p because a port named p already exists on bridge a");
        ctl("add-port", "b", "a").exits(1).says("because a bridge named a already exists");
        ctl("add-br", "lo").exits(1).says("cannot create a bridge named lo because a device named lo already exists");
        ctl("del-port", "b", "p").exits(1).says("bridge b does not have a port p");
        ctl("del-port", "a").exits(1).says("cannot delete port a because it is the local port for bridge a");
        ctl("add-port", "a", "lo").exits(1).says("lo is not an Ethernet device");
        ctl("add-port", "none", "x").exits(1).says("no bridge named none");
        ctl("show", "none").exits(1).says("no bridge named none");
        ctl("stats", "none").exits(1).says("no bridge or port named none");
    }

    @Test
    void unknownWordsComeWithTheNearestOne() {
        ctl("add-prt", "a", "x").exits(64).says("unknown command 'add-prt' (did you mean add-port?)");
        ctl("fdb", "shwo").exits(64).says("unknown command 'fdb shwo' (did you mean fdb show?)");
        ctl("add-br", "c", "mac-ageing-time=60").exits(1).says("unknown setting \"mac-ageing-time\" of a bridge (did you mean mac-aging-time?)");
        ctl("set", "port", "p", "mtuu=1").exits(1).says("did you mean mtu?");
        ctl("set", "portt", "p", "mtu=1").exits(64).says("'portt' is none of bridge|port");
        ctl("add-veth", "x", "y", "nets=z").exits(64).says("has no 'nets='", "did you mean netns?");
    }

    @Test
    void valuesOutOfRangeComeWithTheRange() {
        ctl("add-br", "c", "mac-aging-time=5").exits(1).says("mac-aging-time=5 is out of range: allowed are 10 to 1000000 seconds");
        ctl("set", "bridge", "a", "mac-table-size=99999999999999999999").exits(1).says("allowed are 10 to 1000000 entries");
        ctl("set", "bridge", "a", "forward-bpdu=maybe").exits(1).says("forward-bpdu=maybe is not a value it can have: allowed are true or false");
        ctl("set", "port", "p", "mtu=-1").exits(1).says("allowed are 68 to 65535 bytes");
        ctl("fdb", "flush", "vlan=4095").exits(1).says("vlan=4095 is out of range: allowed are 0 to 4094");
        ctl("get", "bridge", "a", "colour").exits(1).says("unknown setting \"colour\"");
    }

    @Test
    void badRequestsOnTheSocketAreAnsweredAndHurtNobody() throws IOException {
        assertTrue(exchange("garbage\n").contains("-32700"));
        assertTrue(exchange("[1,2]\n").contains("-32600"));
        assertTrue(exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list-bra\"}\n").contains("did you mean list-br?"));
        assertTrue(exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add-br\"}\n").contains("-32602"));
        assertTrue(exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add-br\",\"params\":{\"bridge\":7}}\n").contains("must be a string"));
        assertTrue(exchange("[".repeat(100_000) + "\n").contains("-32700"));
        assertTrue(exchange("\u0000\u0001\n").contains("-32700"));
        assertTrue(exchange("x".repeat(2 * 1024 * 1024) + "\n").contains("longer than 1048576 bytes"));
        try (SocketChannel half = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            half.connect(UnixDomainSocketAddress.of(daemon.socket()));
            half.write(ByteBuffer.wrap("{\"jsonrpc\":".getBytes(StandardCharsets.UTF_8)));
            assertEquals("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":[\"a\",\"b\"]}",
                exchange("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"list-br\"}\n"));
        }
    }

    private String exchange(final String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(daemon.socket()));
            final Thread writer = new Thread(() -> {
                try {
                    channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                } catch (final IOException e) {
                    // the daemon has closed the connection before all of a request that is too long was written
                    return;
                }
            });
            writer.start();
            final StringBuilder answer = new StringBuilder();
            final ByteBuffer in = ByteBuffer.allocate(4_096);
            while (answer.indexOf("\n") < 0 && channel.read(in.clear()) >= 0) {
                answer.append(StandardCharsets.UTF_8.decode(in.flip()));
            }
            return answer.toString().strip();
        }
    }

    @Test
    void withoutItsPrivilegesTheDaemonSaysWhichIsMissingAndWhy() throws IOException {
        final Path output = lab.directory().resolve("unprivileged.log");
        final Process process = lab.start(output, "setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw", Daemon.program("switchd"),
            "--run-dir", lab.directory().resolve("u").toString(), "--no-state");
        assertEquals(1, Daemon.waitFor(process));
        assertTrue(Files.readString(output).contains("switchd: CAP_NET_RAW is missing, which switchd needs to open the packet sockets of the ports"),
            Files.readString(output));
    }

    @Test
    void optionsOfTheDaemonThatAreWrongAreUsageErrors() throws IOException {
        final Path output = lab.directory().resolve("usage.log");
        assertEquals(64, Daemon.waitFor(lab.start(output, Daemon.program("switchd"), "--frob")));
        assertTrue(Files.readString(output).contains("switchd: unknown option '--frob'"));
        assertEquals(64, Daemon.waitFor(lab.start(output, Daemon.program("switchd"), "--loops", "17")));
        assertEquals("switchd: number of loops '17' is not a number from 1 to 16\n", Files.readString(output));
        assertEquals(0, Daemon.waitFor(lab.start(output, Daemon.program("switchd"), "--version")));
        assertTrue(Files.readString(output).startsWith("switchd "));
    }

    @Test
    void aDamagedConfigurationIsRefusedAndLeftAsItIs() throws IOException {
        final Path state = lab.directory().resolve("damaged");
        Files.createDirectories(state);
        Files.writeString(state.resolve("config.json"), "{\"format\":1,\"generation\":3,\"bridges\":[{\"nme\":\"x\"}]");
        final Path output = lab.directory().resolve("damaged.log");
        final Process process = lab.start(output, Daemon.program("switchd"), "--run-dir", lab.directory().resolve("d").toString(), "--state-dir", state.toString());
        assertEquals(1, Daemon.waitFor(process));
        assertTrue(Files.readString(output).contains("cannot use " + state.resolve("config.json")), Files.readString(output));
        assertEquals("{\"format\":1,\"generation\":3,\"bridges\":[{\"nme\":\"x\"}]", Files.readString(state.resolve("config.json")));
    }
}
