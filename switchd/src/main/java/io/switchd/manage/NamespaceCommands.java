package io.switchd.manage;

import io.switchd.config.JournalEntry;
import io.switchd.config.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Plans the commands on namespaces and the processes in them. No command moves a process, so what is asked of a
 * namespace that is there is answered as of before the call; of one that the call makes, as of after it.
 */
final class NamespaceCommands {

    /** PID_MAX_LIMIT of linux/threads.h, on machines of 64 bits. */
    private static final long MAX_PID = 4_194_304;

    private final Host host;

    private NamespaceCommands(final Host host) {
        this.host = host;
    }

    static void register(final Planner planner, final Host host) {
        final NamespaceCommands commands = new NamespaceCommands(host);
        planner.on(Command.AttachNetns.class, commands::attach);
        planner.on(Command.NetnsPids.class, commands::pids);
        planner.on(Command.IdentifyNetns.class, commands::identify);
    }

    private void attach(final Command.AttachNetns command, final Plan plan) {
        final String name = command.name();
        Names.checkNamespace(name);
        final List<String> names = names(command.pid());
        if (command.mayExist() && names.contains(name) && plan.host().isThere(name)) {
            return;
        }
        plan.host().addNamespace(name);
        plan.make(Steps.of("name the namespace of process " + command.pid() + " " + name, List.of(JournalEntry.nameOfProcess(name)),
            machine -> machine.attachNamespace(name, command.pid()), machine -> machine.deleteNamespace(name)));
    }

    private void pids(final Command.NetnsPids command, final Plan plan) {
        DeviceCommands.requireNamespace(plan, command.name());
        if (plan.host().isThere(command.name())) {
            final List<Long> pids = plan.host().processesIn(command.name());
            plan.answer(() -> pids);
        } else {
            plan.answer(() -> new HostView(host).processesIn(command.name()));
        }
    }

    private void identify(final Command.IdentifyNetns command, final Plan plan) {
        final long pid = command.pid().orElseThrow(() -> new Refusal("\"netns.identify\" needs \"pid\": the switch does not know which process asks"));
        names(pid);
        plan.answer(() -> names(pid));
    }

    private List<String> names(final long pid) {
        if (pid < 1 || pid > MAX_PID) {
            throw new Refusal("PID " + pid + " is out of range: allowed are 1 to " + MAX_PID);
        }
        try {
            return host.namesOf(pid);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
