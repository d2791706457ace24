package io.switchd.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.protocol.CommandSpec;
import io.switchd.protocol.CommandTable;
import io.switchd.protocol.Setting;
import io.switchd.protocol.Settings;
import io.switchd.testkit.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client against a daemon that answers, or does not, as the test wills. */
class SwitchctlTest {

    @TempDir
    private Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** What a server does with a connection. */
    private interface Behaviour {
        void serve(SocketChannel connection) throws IOException;
    }

    private int run(final Behaviour behaviour, final String... args) throws Exception {
        return run(List.of(behaviour), args);
    }

    /** One behaviour for each connection. */
    private int run(final List<Behaviour> behaviours, final String... args) throws Exception {
        Files.deleteIfExists(directory.resolve("sock"));
        final Path socket = directory.resolve("sock");
        final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
            final Thread thread = new Thread(() -> {
                for (final Behaviour behaviour : behaviours) {
                    try (SocketChannel connection = server.accept()) {
                        behaviour.serve(connection);
                    } catch (final IOException e) {
                        // the client has gone, as it does when its deadline is over
                        return;
                    }
                }
            });
            thread.start();
            final int exitCode = Switchctl.run(args, socket.toString(), new PrintStream(out, true), new PrintStream(err, true));
            thread.join();
            return exitCode;
        } finally {
            server.close();
        }
    }

    private int runWithAnswer(final String answer, final String... args) throws Exception {
        return runWithAnswers(List.of(answer), args);
    }

    private int runWithAnswers(final List<String> answers, final String... args) throws Exception {
        return run(answers.stream().map(SwitchctlTest::answering).collect(Collectors.toList()), args);
    }

    private static Behaviour answering(final String answer) {
        return connection -> {
            connection.read(ByteBuffer.allocate(65_536));
            connection.write(ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.UTF_8)));
        };
    }

    private static String results(final String values) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"results\":[" + values + "],\"generation\":1}}";
    }

    @Test
    void namesComeALineEachAndAsJsonInOneDocument() throws Exception {
        assertEquals(0, runWithAnswer(results("[\"a\",\"b\"]"), "list-br"));
        assertEquals("a\nb\n", out.toString());
        out.reset();
        Files.delete(directory.resolve("sock"));
        assertEquals(0, runWithAnswer(results("null,[\"a\"],[\"p\"]"), "-j", "add-br", "a", "--", "list-br", "--", "list-ports", "a"));
        assertEquals("[[\"a\"],[\"p\"]]\n", out.toString());
    }

    /** A page of stations as the daemon answers it; there is a next one when {@code more} says so. */
    private static String page(final String bridges, final String rows, final String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"rows\":" + rows + ",\"bridges\":" + bridges + ",\"port_width\":2" + more + "}}";
    }

    @Test
    void theMacTableHasTheColumnsOfOpenVswitch() throws Exception {
        assertEquals(0, runWithAnswer(page("[\"a\"]", "[{\"bridge\":\"a\",\"vlan\":0,\"mac\":\"02:00:00:00:00:01\",\"port\":\"p1\",\"age\":7},"
            + "{\"bridge\":\"a\",\"vlan\":10,\"mac\":\"02:00:00:00:00:02\",\"port\":\"p2\",\"static\":true}]", ""), "fdb", "show", "a"));
        assertEquals(" port  VLAN  MAC                Age\n   p1     0  02:00:00:00:00:01    7\n   p2    10  02:00:00:00:00:02  static\n", out.toString());
    }

    @Test
    void stationsOfSeveralBridgesAreGrouped() throws Exception {
        final String rows = "[{\"bridge\":\"br0\",\"vlan\":0,\"mac\":\"02:00:00:00:00:01\",\"port\":\"p1\",\"age\":7},"
            + "{\"bridge\":\"br0\",\"vlan\":0,\"mac\":\"02:00:00:00:00:03\",\"port\":\"p1\",\"age\":7},"
            + "{\"bridge\":\"br1\",\"vlan\":10,\"mac\":\"02:00:00:00:00:02\",\"port\":\"p2\",\"age\":0}]";
        final String table = " Bridge  port  VLAN  MAC                Age\n br0       p1     0  02:00:00:00:00:01    7\n           p1     0  02:00:00:00:00:03    7\n"
            + " br1       p2    10  02:00:00:00:00:02    0\n";
        assertEquals(0, runWithAnswer(page("[\"br0\",\"br1\"]", rows, ""), "fdb", "show"));
        assertEquals(table, out.toString());
        out.reset();
        assertEquals(0, runWithAnswer(results(rows), "fdb", "show", "--", "add-br", "x"));
        assertEquals(table, out.toString());
    }

    @Test
    void allPagesOfAMacTableAreOneTableAndOneDocument() throws Exception {
        final String first = page("[\"a\"]", "[{\"bridge\":\"a\",\"vlan\":0,\"mac\":\"02:00:00:00:00:01\",\"port\":\"p1\",\"age\":7}]", ",\"next\":\"a/4096\"");
        final String last = page("[\"a\"]", "[{\"bridge\":\"a\",\"vlan\":5,\"mac\":\"02:00:00:00:00:02\",\"port\":\"p2\",\"age\":8}]", "");
        assertEquals(0, runWithAnswers(List.of(first, last), "fdb", "show", "a"));
        assertEquals(" port  VLAN  MAC                Age\n   p1     0  02:00:00:00:00:01    7\n   p2     5  02:00:00:00:00:02    8\n", out.toString());
        out.reset();
        assertEquals(0, runWithAnswers(List.of(first, last), "-j", "fdb", "show", "a"));
        assertEquals("[{\"bridge\":\"a\",\"vlan\":0,\"mac\":\"02:00:00:00:00:01\",\"port\":\"p1\",\"age\":7},"
            + "{\"bridge\":\"a\",\"vlan\":5,\"mac\":\"02:00:00:00:00:02\",\"port\":\"p2\",\"age\":8}]\n", out.toString());
    }

    @Test
    void countersAreATableWithTheReasonsBelow() throws Exception {
        assertEquals(0, runWithAnswer(results("[{\"bridge\":\"a\",\"port\":\"p1\",\"rx_packets\":1,\"rx_bytes\":60,\"tx_packets\":2,\"tx_bytes\":120,"
            + "\"rx_dropped\":1,\"tx_dropped\":0,\"drops\":{\"link-local\":1}}]"), "stats"));
        assertEquals("bridge  port  rx_packets  rx_bytes  rx_dropped  tx_packets  tx_bytes  tx_dropped\n"
            + "a       p1             1        60           1           2       120           0\n    dropped link-local: 1\n", out.toString());
    }

    @Test
    void theDaemonsReasonIsTheClientsAndNothingIsPrinted() throws Exception {
        assertEquals(1, runWithAnswer("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\"no bridge named \\u001bx\"}}", "list-br"));
        assertEquals("switchctl: no bridge named \\x1bx\n", err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void anAnswerInManyPiecesIsOneAnswer() throws Exception {
        final String answer = results("[\"" + "x".repeat(300_000) + "\"]") + "\n";
        assertEquals(0, run(connection -> {
            connection.read(ByteBuffer.allocate(65_536));
            for (int at = 0; at < answer.length(); at += 1_000) {
                connection.write(ByteBuffer.wrap(answer.substring(at, Math.min(at + 1_000, answer.length())).getBytes(StandardCharsets.UTF_8)));
            }
        }, "list-br"));
        assertEquals(300_001, out.size());
    }

    @Test
    void aDaemonThatNeverAnswersCostsTheDeadline() throws Exception {
        final long start = System.nanoTime();
        assertEquals(4, run(connection -> {
            while (connection.read(ByteBuffer.allocate(65_536)) >= 0) {
                continue;
            }
        }, "-t", "1", "list-br"));
        assertEquals("switchctl: no answer within 1 second\n", err.toString());
        final long millis = (System.nanoTime() - start) / 1_000_000L;
        assertTrue(millis >= 1_000 && millis < 3_000, millis + " ms");
    }

    @Test
    void aDaemonThatClosesOrTalksNonsenseIsAnError() throws Exception {
        assertEquals(1, run(connection -> connection.read(ByteBuffer.allocate(65_536)), "list-br"));
        assertTrue(err.toString().contains("closed the connection without an answer"));
        for (final String nonsense : new String[] {"", "garbage", "[]", "{}", "{\"result\":7}"}) {
            Files.delete(directory.resolve("sock"));
            err.reset();
            assertEquals(1, runWithAnswer(nonsense, "list-br"));
            assertTrue(err.toString().startsWith("switchctl: the daemon's answer is not"), nonsense + ": " + err);
        }
    }

    @Test
    void noDaemonIsToldAtOnce() {
        assertEquals(3, Switchctl.run(new String[] {"list-br"}, directory.resolve("none").toString(), new PrintStream(out, true), new PrintStream(err, true)));
        assertTrue(err.toString().contains("(No such file or directory); is switchd running?"));
    }

    @Test
    void aDaemonWhoseQueueOfConnectionsIsFullCostsTheDeadline() throws Exception {
        final Path socket = directory.resolve("sock");
        final List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 1);
            for (int i = 0; i < 2; i++) {
                waiting.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            final int exitCode = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Switchctl.run(new String[] {"-t", "1", "list-br"},
                socket.toString(), new PrintStream(out, true), new PrintStream(err, true)));
            assertEquals(4, exitCode);
            assertEquals("switchctl: no answer within 1 second\n", err.toString());
        } finally {
            for (final SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void aRequestThatIsRefusedBeforeItIsReadIsToldTheReason() throws Exception {
        final Path file = directory.resolve("batch");
        Files.writeString(file, "add-br b\n".repeat(100_000));
        assertEquals(1, run(connection -> connection.write(ByteBuffer.wrap(("{\"jsonrpc\":\"2.0\",\"id\":null,"
            + "\"error\":{\"code\":-32600,\"message\":\"request longer than 1 bytes\"}}\n").getBytes(StandardCharsets.UTF_8))),
            "-b", file.toString()));
        assertEquals("switchctl: request longer than 1 bytes\n", err.toString());
        err.reset();
        Files.delete(directory.resolve("sock"));
        assertEquals(1, run(connection -> connection.read(ByteBuffer.allocate(1)), "-b", file.toString()));
        assertTrue(err.toString().contains(" broke: "), err.toString());
    }

    @Test
    void everyCommandAndSettingIsInTheReference() throws IOException {
        final String reference = Files.readString(Path.of("../docs/cli.md"));
        for (final CommandSpec spec : CommandTable.all()) {
            assertTrue(reference.contains("`" + spec.usage().replace("|", "\\|") + "`") || reference.contains("`" + spec.usage() + "`"), spec.usage());
        }
        for (final Settings settings : new Settings[] {Settings.BRIDGE, Settings.PORT}) {
            for (final Setting setting : settings.all()) {
                assertTrue(reference.contains("`" + setting.key() + "`") && reference.contains(setting.range()), setting.key());
            }
        }
    }

    @Test
    void helpCompletionAndManualNameEveryCommand() {
        for (final String option : new String[] {"--help", "--man", "--completion"}) {
            out.reset();
            assertEquals(0, Switchctl.run(new String[] {option}, "/none", new PrintStream(out, true), new PrintStream(err, true)));
            for (final CommandSpec spec : CommandTable.all()) {
                for (final String word : spec.words().split(" ")) {
                    assertTrue(out.toString().replace("\\-", "-").contains(word), option + " lacks " + word);
                }
            }
        }
    }

    private String completed(final String line) {
        out.reset();
        Switchctl.run(new String[] {"--completion"}, "/none", new PrintStream(out, true), new PrintStream(err, true));
        return Commands.run("bash", "-c", out + "set -f; IFS=,; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); IFS=$' \\n'; _switchctl; echo \"${COMPREPLY[*]}\"",
            "bash", line.replace(' ', ',')).ok().stdout().strip();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {
        "switchctl add-b => add-br",
        "switchctl --dr => --dry-run",
        "switchctl --may-exist add-v => add-veth",
        "switchctl list-br -- add-v => add-veth",
        "switchctl -t 5 add-v => add-veth",
        "switchctl -f t => table",
        "switchctl fdb fl => flush",
        "switchctl set b => bridge",
        "switchctl set bridge br0 mac-a => mac-aging-time=",
        "switchctl add-port br0 p0 mt => mtu=",
        "switchctl clear port p0 mt => mtu",
        "switchctl del-port a => ``",
        "switchctl netns exec ns1 a => ``",
        "switchctl netns exec ns1 ls -- a => ``",
    })
    void wordsAreCompletedWhereTheyBelong(final String line, final String word) {
        assertEquals(word, completed(line));
    }

    @Test
    void theManualPageHasEverySetting() {
        Switchctl.run(new String[] {"--man"}, "/none", new PrintStream(out, true), new PrintStream(err, true));
        for (final Settings settings : new Settings[] {Settings.BRIDGE, Settings.PORT}) {
            for (final Setting setting : settings.all()) {
                assertTrue(out.toString().replace("\\-", "-").contains("\n.B " + setting.key() + "=\n"), setting.key());
            }
        }
    }
}
