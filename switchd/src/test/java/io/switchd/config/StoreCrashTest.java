package io.switchd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.RequiresStrace;
import io.switchd.testkit.Strace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves that a save is atomic whatever happens at any of its system calls. A program that saves is run under strace
 * once to learn the calls. Then it is run again for each of them: killed when it is about to make it, and with the call
 * failing. After each run the directory has the configuration before or the one after, whole; the one after if the
 * program said so; when a call failed, the one the program has in memory; and the next save works.
 *
 * <p>A killed program is not a power cut, for the kernel keeps what was written. Of that it is shown that the calls that
 * force the disk are made, and in which order.
 */
@RequiresStrace
class StoreCrashTest {

    private static final String FORCE_DIRECTORY = "fsync.*/run\\d+>.*";
    private static final String MARKED = ".*/mark\".*";

    @TempDir
    private Path temporary;
    private int runs;

    /** A directory in which a number of configurations were saved, and what becomes of it. */
    private final class Trial {

        private final Path directory = Files.createDirectory(temporary.resolve("run" + runs++));
        private final String before;
        private final String after;
        private final String text;

        Trial(final int saves) throws IOException {
            final ConfigStore store = StoreSaver.load(directory);
            for (int save = 1; save <= saves; save++) {
                store.save(SwitchConfig.EMPTY.withNamespace("old" + save), 0);
            }
            before = StoreSaver.state(store);
            after = saves + 1 + " " + StoreSaver.NEW;
            text = saves == 0 ? "" : Files.readString(directory.resolve(ConfigStore.FILE));
        }

        Strace.Run run(final String names, final String... injections) throws IOException {
            final List<Path> files = Stream.of("", ConfigStore.FILE, ConfigStore.LAST_GOOD, ConfigStore.FILE + ".next", ConfigStore.FILE + ".link", StoreSaver.MARK)
                .map(directory::resolve).toList();
            return Strace.run(files, names, List.of(injections), StoreSaver.class, directory.toString());
        }

        /** That the file is whole, and a save works. @return what was on disk */
        String check(final String what) throws IOException {
            final String disk = StoreSaver.state(StoreSaver.load(directory));
            assertTrue(List.of(before, after).contains(disk), what + " left " + disk);
            if (disk.equals(after) && !text.isEmpty()) {
                assertEquals(text, Files.readString(directory.resolve(ConfigStore.LAST_GOOD)), what);
            }
            StoreSaver.load(directory).save(SwitchConfig.EMPTY.withNamespace("later"), 0);
            assertEquals(SwitchConfig.EMPTY.withNamespace("later"), StoreSaver.load(directory).config(), what);
            return disk;
        }
    }

    /** The calls of a save over so many earlier ones; the last is the first after it. */
    private List<Strace.Call> calls(final int saves) throws IOException {
        final Trial trial = new Trial(saves);
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

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void killedAtAnyCallItLeavesTheOldOrTheNewConfiguration(final int saves) throws IOException {
        final List<Strace.Call> calls = calls(saves);
        boolean isNew = false;
        int old = 0;
        for (final Strace.Call call : calls) {
            final Trial trial = new Trial(saves);
            final Strace.Run run = trial.run(names(calls), call.kills());
            assertTrue(run.isKilled(), call + ": " + run.result());
            final String disk = trial.check("killed at " + call);
            final boolean isSaved = run.result().stdout().equals("saved " + trial.after + "\n");
            assertEquals(call == calls.get(calls.size() - 1), isSaved, call.toString());
            assertTrue(disk.equals(trial.after) || !isSaved && !isNew, call + " left " + disk);
            isNew = disk.equals(trial.after);
            old += isNew ? 0 : 1;
        }
        System.out.println("a save after " + saves + " was killed at " + calls.size() + " calls, and left the old configuration at " + old);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void whicheverCallFailsDiskAndMemoryAgree(final int saves) throws IOException {
        final List<Strace.Call> calls = calls(saves);
        int refused = 0;
        int failed = 0;
        for (final Strace.Call call : calls.subList(0, calls.size() - 1)) {
            for (final String error : errors(call)) {
                final Trial trial = new Trial(saves);
                final Strace.Run run = trial.run(names(calls), call.fails(error));
                final String what = error + " at " + call;
                assertEquals(1, run.failed(), what);
                final String outcome = run.result().ok().stdout().strip();
                assertTrue(List.of("refused " + trial.before, "saved " + trial.after).contains(outcome), what + ": " + outcome);
                assertEquals(outcome.replaceFirst("\\w+ ", ""), trial.check(what), what);
                refused += outcome.startsWith("refused") ? 1 : 0;
                failed++;
            }
        }
        System.out.println("of " + failed + " saves after " + saves + " in which a call failed " + refused + " were refused");
    }

    @Test
    void theFileIsForcedBeforeItTakesTheNameAndTheDirectoryAfterwards() throws IOException {
        final List<Strace.Call> calls = calls(2);
        final int write = index(calls, "p?write.*config\\.json\\.next>.*");
        final int force = index(calls, "fsync.*config\\.json\\.next>.*");
        final int rename = index(calls, "rename.*config\\.json\\.next\".*config\\.json\".*");
        assertTrue(0 <= write && write < force && force < rename && rename < index(calls, FORCE_DIRECTORY), calls.toString());
    }

    @Test
    void whenTheDirectoryCannotBeForcedTheOldFileGetsItsNameBackAndThatIsAtomicToo() throws IOException {
        final List<Strace.Call> calls = calls(2);
        final String fault = calls.get(index(calls, FORCE_DIRECTORY)).fails("EIO");
        final Trial restored = new Trial(2);
        final Strace.Run run = restored.run(Strace.ALL, fault);
        assertTrue(run.result().ok().stdout().startsWith("refused"), run.result().toString());
        assertEquals(restored.text, Files.readString(restored.directory.resolve(ConfigStore.FILE)));
        final List<Strace.Call> restoring = run.calls().subList(index(run.calls(), FORCE_DIRECTORY) + 1, run.calls().size());
        assertTrue(index(restoring, "rename.*config\\.json\\.link\".*config\\.json\".*") > 0, restoring.toString());
        for (final Strace.Call call : restoring) {
            final Trial killed = new Trial(2);
            assertTrue(killed.run(names(calls), fault, call.kills()).isKilled(), call.toString());
            killed.check("killed at " + call);
            final Trial failed = new Trial(2);
            assertEquals(2, failed.run(names(calls), fault, call.fails("EIO")).failed(), call.toString());
            failed.check("EIO at " + call);
        }
        System.out.println("a save being taken back was killed at, and failed in, " + restoring.size() + " calls");
    }

    @Test
    void theOldFileGetsItsNameBackAlsoWhenACallBeforeHadFailed() throws IOException {
        final List<Strace.Call> calls = calls(2);
        final Strace.Call force = calls.get(index(calls, FORCE_DIRECTORY));
        for (final Strace.Call call : calls.subList(0, calls.indexOf(force))) {
            if (!call.name().equals(force.name())) {
                final Trial trial = new Trial(2);
                final Strace.Run run = trial.run(names(calls), call.fails("EIO"), force.fails("EIO"));
                assertEquals("refused " + trial.before, run.result().ok().stdout().strip(), call.toString());
                assertEquals(trial.before, trial.check("EIO at " + call + " and " + force));
            }
        }
    }

    /** Of the first call that is so, or -1. */
    private static int index(final List<Strace.Call> calls, final String regex) {
        return IntStream.range(0, calls.size()).filter(i -> (calls.get(i).name() + " " + calls.get(i).text()).matches(regex)).findFirst().orElse(-1);
    }
}
