package io.switchd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Sandbox;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where a {@link Scene} is played: on a machine of its own, with other people's devices and namespaces around. */
final class Stage {

    /** Whether everything is to be tried, which takes minutes. */
    static final boolean IS_THOROUGH = Boolean.getBoolean("crash.thorough");

    private static final String NAMES = "%file,%desc,%network,unshare,setns";
    /** Left out unless everything is tried: most of their steps are in the others too. */
    private static final Set<Scene> VARIANTS = EnumSet.of(Scene.PLUG_THEIRS, Scene.ADD_NETNS, Scene.UNPLUG_THEIRS, Scene.PLUG_OTHERWISE, Scene.ADD_VETH, Scene.DEL_VETH,
        Scene.ADD_FIRST_NETNS, Scene.DEL_NETNS, Scene.MANY);
    private static final Map<Scene, States> STATES = new ConcurrentHashMap<>();

    private Stage() {
    }

    /** What is in memory, which of a switch that was just started is what it read from the disk, and what is in the kernel. */
    record State(String memory, String machine) {

        static State of(final LocalSwitch local) {
            return new State(local.memory(), Machine.look());
        }

        static State of(final SwitchProgram program) throws IOException {
            return new State(program.tell("memory"), Machine.look());
        }

        private List<String> foreign() {
            return machine.lines().filter(line -> line.contains(Machine.THEIRS)).toList();
        }

        @Override
        public String toString() {
            return "\n" + memory + "\n" + machine + "\n";
        }
    }

    /** What a scene begins with, what it leads to, and what its opposite leads to from there. */
    record States(State before, State after, State back) {

        void check(final State found) {
            assertTrue(found.equals(before) || found.equals(after), () -> "left is" + found + "but before it was" + before + "and after" + after);
        }
    }

    static <T> T play(final Scene scene, final Callable<T> body) {
        try {
            return Sandbox.run(() -> {
                if (scene != Scene.ADD_FIRST_NETNS) {
                    Machine.addForeign();
                }
                try (LocalSwitch local = LocalSwitch.started()) {
                    assertDone(scene.before().isEmpty() ? "done" : local.run(scene.before()));
                }
                return body.call();
            });
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }

    static void assertDone(final String answer) {
        assertEquals("done", answer);
    }

    /** What comes of a scene in which nothing happens; what others have is as before. */
    static States states(final Scene scene) {
        return STATES.computeIfAbsent(scene, unknown -> play(scene, () -> {
            try (LocalSwitch local = LocalSwitch.started()) {
                final State before = State.of(local);
                if (scene == Scene.START) {
                    return new States(before, before, before);
                }
                assertDone(local.run(scene.commands()));
                final State after = State.of(local);
                assertDone(local.run(scene.back()));
                final State back = State.of(local);
                assertEquals(List.of(before.foreign(), before.foreign()), List.of(after.foreign(), back.foreign()));
                return new States(before, after, back);
            }
        }));
    }

    /** A program to which the scene is still to come. */
    static SwitchProgram begin(final Scene scene) throws IOException {
        if (scene == Scene.START) {
            Machine.reboot();
            return new SwitchProgram(scene);
        }
        final SwitchProgram program = new SwitchProgram(scene);
        assertDone(program.tell("start"));
        return program;
    }

    /** The calls of a scene. */
    static List<Point> points(final Scene scene, final SwitchProgram program) throws IOException {
        final SwitchProgram.Told told = program.tell(scene.word(), List.of(), NAMES, List.of());
        assertDone(told.answer());
        return Point.of(told.trace().calls());
    }

    /** Makes something of each, as many at once as there are processors; of all of them, whichever fails. */
    static <T, R> Map<T, R> all(final List<T> of, final Function<T, R> attempt) {
        final Map<T, R> results = new ConcurrentHashMap<>();
        final Map<T, String> failures = new ConcurrentHashMap<>();
        of.parallelStream().forEach(what -> {
            try {
                results.put(what, attempt.apply(what));
            } catch (final AssertionError e) {
                failures.put(what, String.valueOf(e.getMessage()));
            }
        });
        assertEquals("", failures.entrySet().stream().map(failure -> failure.getKey() + ": " + failure.getValue()).collect(Collectors.joining("\n\n")));
        return results;
    }

    static List<Scene> scenes() {
        return Arrays.stream(Scene.values()).filter(scene -> IS_THOROUGH || !VARIANTS.contains(scene)).toList();
    }
}
