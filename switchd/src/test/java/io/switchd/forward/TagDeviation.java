package io.switchd.forward;

import io.switchd.frame.VlanTag;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * What Open vSwitch does to the tags that switchd does not do, in the order in which it does it: each turns the tags
 * with which a frame leaves switchd into those with which it leaves Open vSwitch.
 */
enum TagDeviation {

    THIRD_TAG_IS_KEPT("a frame with two tags gets a third one by a tunnel; Open vSwitch has room for two and loses that in the middle",
        (d, tags) -> d.hasThirdTag() ? without(tags, d.out().is(RandomPort.TUNNEL) ? 1 : 2) : tags),
    HIDDEN_TAG_STAYS_HIDDEN("the frame would come into the VLAN of the tag behind; Open vSwitch takes the native VLAN's tag off all the same",
        (d, tags) -> d.out().is(RandomPort.NATIVE_UNTAGGED) && d.out().tag() == d.vlan() && d.isHidingTags() ? without(tags, 0) : tags),
    PRIORITY_TAGS_ARE_ABOUT_PRIORITY_TAGS("priority-tags is about tags without a VLAN; Open vSwitch also writes the priority with which the frame came "
        + "over that of a tunnel's or a customer's tag",
        (d, tags) -> tags.length > 0 && !d.out().priorityTags().equals("never") ? withPriority(tags, d.arrived()) : tags),
    NO_TAG_IS_MADE_UP("a frame without a tag has no priority to keep; with always, Open vSwitch adds an empty tag to those from ports with tag=0",
        (d, tags) -> tags.length == 0 && d.frame().tags().length == 0 && d.vlan() == 0 && !d.in().is(RandomPort.TRUNK) && d.isTrunkedOut()
            && d.out().priorityTags().equals("always") ? new int[] {VlanTag.of(0x8100, 0)} : tags),
    TAG_BEHIND_A_PRIORITY_TAG_IS_KEPT("the frame would come out changed; Open vSwitch takes both tags off, without priority-tags=always",
        (d, tags) -> d.isTrunkedOut() && d.vlan() == 0 && d.isHidingTags() && isEmpty(tags, 0) && !d.out().priorityTags().equals("always")
            ? without(without(tags, 0), 0) : tags),
    DEI_COUNTS_AS_PRIORITY("DEI is a part of the priority that a tag is kept for; Open vSwitch looks at PCP only",
        (d, tags) -> tags.length == 1 && (!d.isHidingTags() || d.out().is(RandomPort.ACCESS)) && isEmpty(tags, 0) && hasDei(tags[0])
            && !(d.isTrunkedOut() && d.out().priorityTags().equals("always")) ? new int[0] : tags),
    EMPTY_TAG_BEHIND_IS_KEPT("tags behind are payload; Open vSwitch leaves out those without a VLAN and priority, without priority-tags=always",
        (d, tags) -> {
            final int behind = d.isTrunkedOut() ? 1 : 0;
            return d.isHidingTags() && isEmpty(tags, behind) && !d.out().priorityTags().equals("always") ? without(tags, behind) : tags;
        }),
    DEI_STAYS("drop eligibility is the frame's; Open vSwitch clears it in a tag that it writes anew", (d, tags) -> tags);

    private static final int PRIORITY_CODE_POINT = 0xE000;
    private static final int DEI = 0x1000;

    private final String why;
    private final BiFunction<Difference, int[], int[]> change;

    TagDeviation(final String why, final BiFunction<Difference, int[], int[]> change) {
        this.why = why;
        this.change = change;
    }

    int[] asOpenVswitch(final Difference difference, final int[] tags) {
        return change.apply(difference, tags);
    }

    String why() {
        return why;
    }

    static int[] withoutDei(final int[] tags) {
        return Arrays.stream(tags).map(tag -> tag & ~DEI).toArray();
    }

    private static boolean hasDei(final int tag) {
        return (tag & DEI) != 0;
    }

    private static int[] without(final int[] tags, final int index) {
        return IntStream.range(0, tags.length).filter(i -> i != index).map(i -> tags[i]).toArray();
    }

    private static int[] withPriority(final int[] tags, final int from) {
        final int[] changed = tags.clone();
        changed[0] = changed[0] & ~PRIORITY_CODE_POINT | from & PRIORITY_CODE_POINT;
        return changed;
    }

    /** Whether there is a tag at that place, without a VLAN and PCP. */
    private static boolean isEmpty(final int[] tags, final int index) {
        return index < tags.length && VlanTag.vid(tags[index]) == 0 && (tags[index] & PRIORITY_CODE_POINT) == 0;
    }
}
