package io.switchd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.host.Stage.State;
import io.switchd.host.Stage.States;
import io.switchd.testkit.Once;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.RequiresStrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Proves that a transaction is done, or refused with one sentence and undone in the kernel, on the disk and in memory,
 * whichever of its system calls fails: of the same switch all calls in turn, one at a time. Where a second removal fails
 * after a first was done, which nothing brings back, the next start must do what is left.
 *
 * <p>A part of the calls is tried; all of them when the system property {@code crash.thorough} is true.
 */
@RequiresRoot
@RequiresStrace
@Once
@ExtendWith(QuietLog.class)
class TransactionFailureTest {

    private static final int PART = Stage.IS_THOROUGH ? 1 : 16;
    private static final Path JOURNAL = LocalSwitch.DIRECTORY.resolve("journal");
    private static final String HALF = "refused: all was done but this: ";

    /** A switch to which a scene happens again and again. */
    private static final class Trial implements AutoCloseable {

        private final Scene scene;
        private final States states;
        private SwitchProgram program;
        private List<Point> points;
        private final List<String> answers = new ArrayList<>();

        Trial(final Scene scene) throws IOException {
            this.scene = scene;
            states = Stage.states(scene);
            begin();
        }

        /** The first time it loads classes and makes directories, the second time it does what it does every time. */
        private void begin() throws IOException {
            program = Stage.begin(scene);
            Stage.assertDone(program.tell("do"));
            Stage.assertDone(program.tell("undo"));
            points = Stage.points(scene, program).stream().filter(point -> point.failure().isPresent()).toList();
            Stage.assertDone(program.tell("undo"));
            assertEquals(states.back(), State.of(program));
        }

        private void fail(final Point point) throws IOException {
            final SwitchProgram.Told told = program.tell("do", point.files(), point.call().name(), List.of(point.failure().orElseThrow()));
            final String answer = told.answer();
            answers.add(answer);
            if (answer.startsWith(HALF)) {
                checkHalf();
                return;
            }
            final State found = State.of(program);
            if (answer.equals("done")) {
                assertTrue(told.trace().failed() > 0, "no call failed");
                assertEquals(states.after(), found, "done");
                Stage.assertDone(program.tell("undo"));
                assertEquals(states.back(), State.of(program), "done and undone");
                return;
            }
            assertTrue(answer.startsWith("refused: ") && !answer.contains("\\n"), answer);
            assertEquals(states.back(), found, answer);
            assertFalse(Files.exists(JOURNAL), "a journal is left");
        }

        private void checkHalf() throws IOException {
            assertTrue(Files.exists(JOURNAL), "nothing tells the next start");
            program.close();
            try (LocalSwitch next = LocalSwitch.started()) {
                assertEquals(states.after(), State.of(next));
                assertFalse(Files.exists(JOURNAL), "a journal is left");
                Stage.assertDone(next.run(scene.back()));
            }
            begin();
        }

        @Override
        public void close() throws IOException {
            program.close();
            try (LocalSwitch next = LocalSwitch.started()) {
                assertEquals(states.back(), State.of(next), "the next start");
            }
        }
    }

    /** How many calls there are, and what the switch answered when some of them failed. */
    private record Outcome(int calls, List<String> answers) { }

    @Test
    void whicheverCallFailsATransactionIsDoneOrRefusedAndUndone() {
        final List<Scene> scenes = Stage.scenes().stream().filter(scene -> scene != Scene.START).toList();
        final Map<Scene, Outcome> outcomes = Stage.all(scenes, scene -> Stage.play(scene, () -> failAll(scene)));
        final Map<Scene, String> counts = new TreeMap<>();
        outcomes.forEach((scene, outcome) -> counts.put(scene, outcome.answers().size() + "/" + outcome.calls()));
        final Map<String, Long> answers = outcomes.values().stream().flatMap(outcome -> outcome.answers().stream())
            .collect(Collectors.groupingBy(answer -> answer, TreeMap::new, Collectors.counting()));
        System.out.println("a call of a transaction failed, " + answers.values().stream().mapToLong(count -> count).sum() + " of "
            + outcomes.values().stream().mapToInt(Outcome::calls).sum() + " calls: " + counts);
        answers.forEach((answer, count) -> System.out.println("  " + count + " times " + answer));
    }

    private static Outcome failAll(final Scene scene) throws IOException {
        try (Trial trial = new Trial(scene)) {
            final List<Point> points = trial.points;
            for (final Point point : Point.some(points, PART)) {
                try {
                    trial.fail(point);
                } catch (final AssertionError e) {
                    throw new AssertionError(point + ": " + e.getMessage(), e);
                }
            }
            return new Outcome(points.size(), trial.answers);
        }
    }
}
