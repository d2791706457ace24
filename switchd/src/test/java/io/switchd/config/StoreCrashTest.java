package io.switchd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Once;
import io.switchd.testkit.RequiresStrace;
import io.switchd.testkit.Strace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves that a save is atomic whatever happens at any of its system calls. A program that saves is run under strace
 * once to learn the calls. Then it is run again for each of them: killed when it is about to make it, if it changes
 * anything, and with the call failing. After each run the directory has the configuration before or the one after, whole; the one after if the
 * program said so; when a call failed, the one the program has in memory; the history has what was in force and nothing
 * else; and the next save works.
 *
 * <p>Calls that change nothing, such as fstat(2), are made to fail only with {@code -Dcrash.thorough=true}; only with that
 * are the less usual saves tried, a first one and one taken back, and most pairs of calls that both fail.
 *
 * <p>A killed program is not a power cut, for the kernel keeps what was written. Of that it is shown that the calls that
 * force the disk are made, and in which order.
 */
@RequiresStrace
@Once
class StoreCrashTest {

    private static final String FORCE_DIRECTORY = "fsync.*/run\\d+>.*";
    private static final String MARKED = ".*/mark\".*";
    private static final boolean THOROUGH = Boolean.getBoolean("crash.thorough");
    /** Of which the files of a later save are. */
    private static final long OLDEST = ConfigHistory.KEPT - 2;
    private static final long NEWEST = ConfigHistory.KEPT;

    @TempDir
    private Path temporary;
    private final AtomicInteger runs = new AtomicInteger();

    private enum Scene {
        /** Nothing was saved before. */
        FIRST,
        /** So much was saved before that the oldest leaves the history. */
        LATER,
        /** What was saved last could not be put in force. */
        TAKEN_BACK
    }

    /** A directory in which some configurations were saved, and what becomes of it. */
    private final class Trial {

        private final Path directory = Files.createDirectory(temporary.resolve("run" + runs.incrementAndGet()));
        private final Scene scene;
        /** What was in force, by generation. */
        private final SortedMap<Long, SwitchConfig> known = new TreeMap<>();
        private final String before;
        private final String after;
        private final String text;
        private final String lastGood;

        Trial(final Scene scene) throws IOException {
            this.scene = scene;
            if (scene != Scene.FIRST) {
                write(ConfigStore.FILE, OLDEST);
                Files.createDirectory(directory.resolve(ConfigStore.HISTORY));
                write(ConfigStore.HISTORY + "/1.json", 1);
                for (long generation = OLDEST + 1; generation <= NEWEST; generation++) {
                    save(config(generation));
                }
            }
            final String good = text();
            if (scene == Scene.TAKEN_BACK) {
                save(StoreSaver.NEW);
            }
            final ConfigStore store = StoreSaver.load(directory);
            before = StoreSaver.state(store);
            after = store.generation() + 1 + " " + (scene == Scene.TAKEN_BACK ? config(NEWEST) : StoreSaver.NEW);
            text = text();
            lastGood = scene == Scene.TAKEN_BACK ? good : text;
        }

        private SwitchConfig config(final long generation) {
            return SwitchConfig.EMPTY.withNamespace("old" + generation);
        }

        /** As somebody by hand. */
        private void write(final String file, final long generation) throws IOException {
            Files.writeString(directory.resolve(file),
                "{\"format\":1,\"generation\":" + generation + ",\"bridges\":[],\"veths\":[],\"namespaces\":[\"old" + generation + "\"]}");
            known.put(generation, config(generation));
        }

        private void save(final SwitchConfig config) throws IOException {
            final ConfigStore store = StoreSaver.load(directory);
            store.save(config, 0);
            known.put(store.generation(), config);
            known.remove(store.generation() - ConfigHistory.KEPT);
        }

        private String text() throws IOException {
            final Path file = directory.resolve(ConfigStore.FILE);
            return Files.exists(file) ? Files.readString(file) : "";
        }

        Strace.Run run(final String names, final String... injections) throws IOException {
            final Stream<String> generations = Stream.concat(LongStream.of(1, 2).boxed(), LongStream.rangeClosed(OLDEST, NEWEST + 2).boxed())
                .map(generation -> ConfigStore.HISTORY + "/" + generation + ".json");
            final Stream<String> others = Stream.of("", ConfigStore.FILE, ConfigStore.LAST_GOOD, ConfigStore.FILE + ".next", ConfigStore.FILE + ".link",
                ConfigStore.HISTORY, ConfigStore.HISTORY + "/" + ConfigHistory.NEXT, StoreSaver.MARK);
            return Strace.run(Stream.concat(others, generations).map(directory::resolve).toList(), names, List.of(injections), StoreSaver.class,
                directory.toString(), scene == Scene.TAKEN_BACK ? Long.toString(NEWEST) : "0");
        }

        /** That the file and the history are whole, and a save works. @return what was on disk */
        String check(final String what) throws IOException {
            final ConfigStore store = StoreSaver.load(directory);
            final String disk = StoreSaver.state(store);
            assertTrue(List.of(before, after).contains(disk), what + " left " + disk);
            final SortedMap<Long, SwitchConfig> expected = new TreeMap<>(known);
            if (disk.equals(after)) {
                expected.put(store.generation(), store.config());
                if (scene == Scene.TAKEN_BACK) {
                    expected.remove(store.generation() - 1);
                }
                if (!lastGood.isEmpty()) {
                    assertEquals(lastGood, Files.readString(directory.resolve(ConfigStore.LAST_GOOD)), what);
                }
            }
            checkHistory(expected, store, what);
            store.save(SwitchConfig.EMPTY.withNamespace("later"), 0);
            expected.put(store.generation(), store.config());
            checkHistory(expected, StoreSaver.load(directory), "a save after " + what);
            return disk;
        }

        /** A save that did not come to its end may have taken the oldest away. */
        private void checkHistory(final SortedMap<Long, SwitchConfig> expected, final ConfigStore store, final String what) throws IOException {
            final SortedMap<Long, SwitchConfig> found = new TreeMap<>();
            for (final Revision revision : store.history()) {
                found.put(revision.generation(), store.earlier(revision.generation()).orElse(store.config()));
            }
            if (scene != Scene.FIRST && !found.containsKey(1L)) {
                expected.remove(1L);
            }
            assertEquals(expected, found, what);
        }
    }

    private interface Attempt<T, R> {
        R make(T what) throws IOException;
    }

    /** Makes attempts that take time, as many at once as there are processors. */
    private static <T, R> List<R> all(final List<T> of, final Attempt<T, R> attempt) {
        return of.parallelStream().map(what -> {
            try {
                return attempt.make(what);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }

    /** The calls of a save; the last is the first after it. */
    private List<Strace.Call> calls(final Scene scene) throws IOException {
        final Trial trial = new Trial(scene);
        final Strace.Run run = trial.run(Strace.ALL);
        assertEquals("saved " + trial.after, run.result().ok().stdout().strip());
        assertEquals(trial.after, trial.check("no fault"));
        final int begin = index(run.calls(), MARKED) + 1;
        final List<Strace.Call> calls = run.calls().subList(begin, run.calls().size());
        return calls.subList(0, index(calls, MARKED) + 1);
    }

    private static String names(final List<Strace.Call> calls) {
        return calls.stream().map(Strace.Call::name).distinct().collect(Collectors.joining(","));
    }

    private static List<String> errors(final Strace.Call call) {
        final List<String> errors = new ArrayList<>(List.of("EIO"));
        if (call.name().matches("open.*|p?write.*")) {
            errors.add("ENOSPC");
        }
        if (call.name().matches("(open|rename).*")) {
            errors.add("EROFS");
        }
        return errors;
    }

    /** To be killed at any other call is to be killed at the next one that is so. */
    private static boolean changes(final Strace.Call call) {
        return call.name().matches("p?write.*|rename.*|link.*|unlink.*|mkdir.*") || call.text().contains("O_CREAT") || call.text().contains("O_TRUNC");
    }

    /** What a kill left, and whether the program had said that it saved. */
    private record Killed(Strace.Call call, boolean isNew, boolean isSaved) { }

    @ParameterizedTest
    @MethodSource("scenes")
    void killedAtAnyCallItLeavesTheOldOrTheNewConfiguration(final Scene scene) throws IOException {
        final List<Strace.Call> calls = calls(scene);
        final List<Killed> kills = all(calls.stream().filter(call -> changes(call) || call == calls.get(calls.size() - 1)).toList(), call -> {
            final Trial trial = new Trial(scene);
            final Strace.Run run = trial.run(names(calls), call.kills());
            assertTrue(run.isKilled(), call + ": " + run.result());
            return new Killed(call, trial.check("killed at " + call).equals(trial.after), run.result().stdout().equals("saved " + trial.after + "\n"));
        });
        final int old = (int) kills.stream().takeWhile(kill -> !kill.isNew()).count();
        assertTrue(kills.stream().skip(old).allMatch(Killed::isNew), kills.toString());
        assertEquals(List.of(kills.get(kills.size() - 1)), kills.stream().filter(Killed::isSaved).toList());
        System.out.println(scene + ": a save was killed at " + kills.size() + " calls, and left the old configuration at " + old);
    }

    private static Stream<Strace.Call> sample(final List<Strace.Call> calls) {
        return calls.stream().filter(call -> THOROUGH || changes(call) || call.name().equals("fsync"));
    }

    private static List<Scene> scenes() {
        return THOROUGH ? List.of(Scene.values()) : List.of(Scene.LATER);
    }

    private record Fault(Strace.Call call, String error) { }

    @ParameterizedTest
    @MethodSource("scenes")
    void whicheverCallFailsDiskAndMemoryAgree(final Scene scene) throws IOException {
        final List<Strace.Call> calls = calls(scene);
        final List<Fault> faults = sample(calls.subList(0, calls.size() - 1)).flatMap(call -> errors(call).stream().map(error -> new Fault(call, error))).toList();
        final List<Boolean> refusals = all(faults, fault -> {
            final Trial trial = new Trial(scene);
            final Strace.Run run = trial.run(names(calls), fault.call().fails(fault.error()));
            assertEquals(1, run.failed(), fault.toString());
            return isRefused(trial, run, fault.toString());
        });
        System.out.println(scene + ": of " + faults.size() + " saves in which a call failed " + refusals.stream().filter(refused -> refused).count() + " were refused");
    }

    /** Demands that the program has in memory what it left on the disk. */
    private static boolean isRefused(final Trial trial, final Strace.Run run, final String what) throws IOException {
        final String outcome = run.result().ok().stdout().strip();
        assertTrue(List.of("refused " + trial.before, "saved " + trial.after).contains(outcome), what + ": " + outcome);
        assertEquals(outcome.replaceFirst("\\w+ ", ""), trial.check(what), what);
        return outcome.startsWith("refused");
    }

    @Test
    void theFileIsForcedBeforeItTakesTheNameAndTheDirectoryAfterwards() throws IOException {
        final List<Strace.Call> calls = calls(Scene.LATER);
        final int write = index(calls, "p?write.*config\\.json\\.next>.*");
        final int force = index(calls, "fsync.*config\\.json\\.next>.*");
        final int history = index(calls, "fsync.*/history>.*");
        final int rename = index(calls, "rename.*config\\.json\\.next\".*config\\.json\".*");
        assertTrue(0 <= write && write < force && force < history && history < rename && rename < index(calls, FORCE_DIRECTORY), calls.toString());
    }

    @Test
    void whenTheDirectoryCannotBeForcedTheOldFileGetsItsNameBackAndThatIsAtomicToo() throws IOException {
        final List<Strace.Call> calls = calls(Scene.LATER);
        final String fault = calls.get(index(calls, FORCE_DIRECTORY)).fails("EIO");
        final Trial restored = new Trial(Scene.LATER);
        final Strace.Run run = restored.run(Strace.ALL, fault);
        assertTrue(run.result().ok().stdout().startsWith("refused"), run.result().toString());
        assertEquals(restored.text, restored.text());
        final List<Strace.Call> rest = run.calls().subList(index(run.calls(), FORCE_DIRECTORY) + 1, run.calls().size());
        final List<Strace.Call> restoring = rest.subList(0, index(rest, MARKED));
        assertTrue(index(restoring, "rename.*config\\.json\\.link\".*config\\.json\".*") > 0, restoring.toString());
        final List<Boolean> refusals = all(sample(restoring).toList(), call -> {
            final Trial killed = new Trial(Scene.LATER);
            assertTrue(killed.run(names(calls), fault, call.kills()).isKilled(), call.toString());
            killed.check("killed at " + call);
            final Trial failed = new Trial(Scene.LATER);
            final Strace.Run twice = failed.run(names(calls), fault, call.fails("EIO"));
            assertEquals(2, twice.failed(), call.toString());
            return isRefused(failed, twice, "EIO at " + call);
        });
        System.out.println("a save being taken back was killed at, and failed in, " + refusals.size() + " of " + restoring.size() + " calls; " + refusals);
    }

    @Test
    void theOldFileGetsItsNameBackAlsoWhenACallBeforeHadFailed() throws IOException {
        final List<Strace.Call> calls = calls(Scene.LATER);
        final Strace.Call force = calls.get(index(calls, FORCE_DIRECTORY));
        final List<Strace.Call> others = sample(calls.subList(0, calls.indexOf(force))).filter(call -> !call.name().equals(force.name())).toList();
        all(IntStream.range(0, others.size()).filter(i -> THOROUGH || i % 3 == 0).mapToObj(others::get).toList(), call -> {
            final Trial trial = new Trial(Scene.LATER);
            final Strace.Run run = trial.run(names(calls), call.fails("EIO"), force.fails("EIO"));
            assertEquals("refused " + trial.before, run.result().ok().stdout().strip(), call.toString());
            return assertBefore(trial, "EIO at " + call + " and " + force);
        });
    }

    private static boolean assertBefore(final Trial trial, final String what) throws IOException {
        assertEquals(trial.before, trial.check(what));
        return true;
    }

    /** Of the first call that is so, or -1. */
    private static int index(final List<Strace.Call> calls, final String regex) {
        return IntStream.range(0, calls.size()).filter(i -> (calls.get(i).name() + " " + calls.get(i).text()).matches(regex)).findFirst().orElse(-1);
    }
}
