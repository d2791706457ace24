package io.switchd.forward;

import io.switchd.frame.VlanTag;
import io.switchd.testkit.TagText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does what Open vSwitch tells its datapath to do with a frame: {@code push_vlan(vid=10,pcp=0),100,pop_vlan,2}. */
final class DatapathActions {

    private static final String HEADING = "Datapath actions: ";
    private static final Pattern ACTION = Pattern.compile(
        "(?<port>\\d+)|(?<pop>pop_vlan)|push_vlan\\((?:tpid=0x(?<tpid>[0-9a-f]+),)?vid=(?<vid>\\d+),pcp=(?<pcp>\\d)\\)");
    private static final int PCP_SHIFT = 13;

    private DatapathActions() {
    }

    /**
     * @param trace what ofproto/trace said
     * @param tags  of the frame that came in, the outer one first
     * @return by port of the datapath the tags it sends the frame with
     */
    static SortedMap<Integer, String> apply(final String trace, final int[] tags) {
        final SortedMap<Integer, String> out = new TreeMap<>();
        final String actions = trace.substring(trace.lastIndexOf(HEADING) + HEADING.length()).lines().findFirst().orElse("");
        if (actions.equals("drop")) {
            return out;
        }
        final List<Integer> stack = new ArrayList<>(Arrays.stream(tags).boxed().toList());
        for (final String action : actions.split(",(?![^(]*\\))")) {
            final Matcher matcher = ACTION.matcher(action);
            if (!matcher.matches()) {
                throw new AssertionError("an unknown action " + action + " in\n" + trace);
            }
            if (matcher.group("port") != null) {
                if (out.put(Integer.valueOf(action), TagText.format(stack.stream().mapToInt(tag -> tag).toArray())) != null) {
                    throw new AssertionError("twice out of " + action + " in\n" + trace);
                }
            } else if (matcher.group("pop") != null) {
                stack.remove(0);
            } else {
                stack.add(0, pushed(matcher));
            }
        }
        return out;
    }

    private static int pushed(final Matcher push) {
        final int tpid = push.group("tpid") == null ? 0x8100 : Integer.parseInt(push.group("tpid"), 16);
        return VlanTag.of(tpid, Integer.parseInt(push.group("pcp")) << PCP_SHIFT | Integer.parseInt(push.group("vid")));
    }
}
