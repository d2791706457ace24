package io.switchd.manage;

import io.switchd.config.ConfigException;
import io.switchd.config.SwitchConfig;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Finds out what a transaction will do, by asking for each of its commands whoever knows that kind. */
final class Planner {

    private final Host host;
    private final ManagerCounters counters;
    private final Map<Class<?>, BiConsumer<Object, Plan>> handlers = new HashMap<>();

    Planner(final Host host, final ManagerCounters counters) {
        this.host = host;
        this.counters = counters;
    }

    /** Says who plans a kind of command. */
    <C extends Command> void on(final Class<C> kind, final BiConsumer<C, Plan> handler) {
        handlers.put(kind, (command, plan) -> handler.accept(kind.cast(command), plan));
    }

    /** @throws CommandFailedException at the first command that cannot be done */
    Plan plan(final List<Command> commands, final SwitchConfig config) throws CommandFailedException {
        final Plan plan = new Plan(config, new HostView(host));
        for (int i = 0; i < commands.size(); i++) {
            plan.begin(i);
            counters.advanced();
            try {
                handlers.get(commands.get(i).getClass()).accept(commands.get(i), plan);
            } catch (final Refusal | ConfigException e) {
                throw new CommandFailedException(i, e.getMessage(), e);
            } catch (final UncheckedIOException e) {
                throw new CommandFailedException(i, e.getCause().getMessage(), e);
            }
        }
        return plan;
    }
}
