package io.switchd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.switchd.host.Stage.State;
import io.switchd.host.Stage.States;
import io.switchd.testkit.Once;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.RequiresStrace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Proves that a transaction is in the kernel and on the disk whole or not at all, and that what others have is left
 * alone, wherever the daemon is killed. Each scene is played once to learn its calls, and then again for each of them
 * that changes anything, killed when it is about to make it. The next start must find or make the state before or the
 * one after, as the configuration says, leave no journal, and let the transaction, or its opposite, follow.
 *
 * <p>A part of the calls is tried; all of them when the system property {@code crash.thorough} is true.
 */
@RequiresRoot
@RequiresStrace
@Once
@ExtendWith(QuietLog.class)
class TransactionCrashTest {

    private static final int KILLED = 128 + 9;
    private static final int PART = Stage.IS_THOROUGH ? 1 : 50;

    private record Trial(Scene scene, Point point) { }

    @Test
    void killedAtAnyCallATransactionIsThereWholeOrNotAtAllAfterTheNextStart() {
        final Map<Scene, List<Point>> points = Stage.all(Stage.scenes(), TransactionCrashTest::points);
        final List<Trial> trials = new ArrayList<>();
        points.forEach((scene, all) -> Point.some(all, PART).forEach(point -> trials.add(new Trial(scene, point))));
        final Map<Trial, Boolean> outcomes = Stage.all(trials, trial -> Stage.play(trial.scene(), () -> isDoneAfterKill(trial, Stage.states(trial.scene()))));
        final Map<Scene, String> counts = new TreeMap<>();
        points.forEach((scene, all) -> counts.put(scene, outcomes.keySet().stream().filter(trial -> trial.scene() == scene).count() + "/" + all.size()));
        System.out.println("transactions were killed at " + trials.size() + " of " + points.values().stream().mapToInt(List::size).sum() + " calls, and were done after "
            + outcomes.values().stream().filter(isDone -> isDone).count() + ": " + counts);
    }

    private static List<Point> points(final Scene scene) {
        return Stage.play(scene, () -> {
            try (SwitchProgram program = Stage.begin(scene)) {
                return Stage.points(scene, program).stream().filter(Point::changes).toList();
            }
        });
    }

    private static boolean isDoneAfterKill(final Trial trial, final States states) throws IOException {
        try (SwitchProgram program = Stage.begin(trial.scene())) {
            assertNull(program.tell(trial.scene().word(), trial.point().files(), trial.point().call().name(), List.of(trial.point().call().kills())).answer());
            assertEquals(KILLED, program.exitCode(), program.log());
        }
        try (LocalSwitch next = LocalSwitch.started()) {
            assertFalse(Files.exists(LocalSwitch.DIRECTORY.resolve("journal")), "a journal is left");
            final State found = State.of(next);
            states.check(found);
            final boolean isDone = found.equals(states.after());
            if (trial.scene() != Scene.START) {
                Stage.assertDone(next.run(isDone ? trial.scene().back() : trial.scene().commands()));
                assertEquals(isDone ? states.back() : states.after(), State.of(next), "what came next");
            }
            return isDone;
        }
    }
}
