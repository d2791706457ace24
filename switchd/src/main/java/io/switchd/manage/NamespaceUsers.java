package io.switchd.manage;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells who is still in a namespace whose name is about to be taken away: to the kernel that is no reason to keep it,
 * and to the user perhaps a mistake.
 */
final class NamespaceUsers {

    private static final int MOST_NAMED = 5;

    private NamespaceUsers() {
    }

    /** Warns when processes are inside that have no other name of the namespace left to be found by. */
    static void warn(final Plan plan, final String netns) {
        final Host.Processes processes = plan.host().processes();
        final List<Long> pids = plan.host().processesIn(netns);
        if (!pids.isEmpty() && plan.host().otherNames(netns).isEmpty()) {
            final boolean isOne = pids.size() == 1;
            plan.warn("namespace " + netns + " is in use by " + (isOne ? "1 process" : pids.size() + " processes") + " (" + named(processes, pids)
                + ") and lives on without a name until " + (isOne ? "it ends" : "they end"));
        }
    }

    private static String named(final Host.Processes processes, final List<Long> pids) {
        final String named = pids.stream().limit(MOST_NAMED).map(pid -> pid + processes.name(pid).map(name -> " " + name).orElse(""))
            .collect(Collectors.joining(", "));
        return pids.size() > MOST_NAMED ? named + " and " + (pids.size() - MOST_NAMED) + " more" : named;
    }
}
