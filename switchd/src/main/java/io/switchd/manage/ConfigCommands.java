package io.switchd.manage;

import io.switchd.config.ConfigDocument;
import io.switchd.config.ConfigJson;
import io.switchd.config.ConfigStore;
import io.switchd.config.Names;
import io.switchd.config.Revision;
import io.switchd.config.SwitchConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans the commands on the configuration as a whole: to have another one, to print it, to see what changed it and to go
 * back. Confined to the thread of the {@link SwitchManager}.
 */
final class ConfigCommands {

    private final ConfigStore store;

    private ConfigCommands(final ConfigStore store) {
        this.store = store;
    }

    static void register(final Planner planner, final ConfigStore store) {
        final ConfigCommands commands = new ConfigCommands(store);
        planner.on(Command.Apply.class, ConfigCommands::apply);
        planner.on(Command.Export.class, (command, plan) -> {
            final SwitchConfig config = plan.config();
            plan.answer(() -> ConfigJson.write(config));
        });
        planner.on(Command.History.class, (command, plan) -> plan.answer(commands::history));
        planner.on(Command.Rollback.class, commands::rollback);
    }

    private static void apply(final Command.Apply command, final Plan plan) {
        final ConfigDocument document = ConfigDocument.read(command.document());
        final SwitchConfig wanted = command.prune() ? document.insteadOf(plan.config()) : document.onto(plan.config());
        for (final String netns : document.namespaces()) {
            Names.checkNamespace(netns);
            if (!plan.host().hasNamespace(netns) && DeviceCommands.findPlug(wanted, netns).isEmpty()) {
                DeviceCommands.makeNamespace(plan, netns);
            }
        }
        ConfigChange.to(wanted, plan);
        plan.answer(plan::changes);
    }

    private void rollback(final Command.Rollback command, final Plan plan) {
        try {
            final SwitchConfig earlier = command.generation().isPresent() ? generation(command.generation().get()) : before(plan.config());
            ConfigChange.to(earlier.withNamespacesOf(plan.config()), plan);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        plan.answer(plan::changes);
    }

    private SwitchConfig generation(final long generation) throws IOException {
        if (generation == store.generation()) {
            return store.config();
        }
        return store.earlier(generation).orElseThrow(() -> new Refusal("there is no generation " + generation + " to go back to, or its file is damaged" + known()));
    }

    private String known() {
        final List<Revision> revisions = revisions();
        if (revisions.size() < 2) {
            return store.isPersistent() ? ": the configuration has not changed before" : ": nothing is kept with --no-state";
        }
        return ": known are " + revisions.get(0).generation() + " to " + revisions.get(revisions.size() - 2).generation();
    }

    /** The newest configuration that is another one. */
    private SwitchConfig before(final SwitchConfig present) throws IOException {
        final List<Revision> revisions = new ArrayList<>(revisions());
        Collections.reverse(revisions);
        for (final Revision revision : revisions) {
            final SwitchConfig earlier = store.earlier(revision.generation()).orElse(present);
            if (!earlier.withNamespacesOf(present).equals(present)) {
                return earlier;
            }
        }
        throw new Refusal("there is no other configuration to go back to" + (store.isPersistent() ? "" : ": nothing is kept with --no-state"));
    }

    private List<Revision> revisions() {
        try {
            return store.history();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object history() {
        final List<Object> rows = new ArrayList<>();
        for (final Revision revision : revisions()) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("generation", revision.generation());
            revision.time().ifPresent(time -> row.put("time", time.toString()));
            if (revision.uid() != Revision.NOBODY) {
                row.put("uid", Integer.toUnsignedLong(revision.uid()));
            }
            rows.add(row);
        }
        return rows;
    }
}
