package io.switchd.testkit;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.VlanTag;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tags of a frame as text, the outer one first, with a dot between two: {@code 10}, {@code s10.20}. A tag is its VLAN;
 * {@code s} before it says 802.1ad, {@code p5} behind it priority 5, {@code d} drop eligible. {@code -} is no tag.
 */
public final class TagText {

    public static final String UNTAGGED = "-";

    private static final Pattern TAG = Pattern.compile("(s?)(\\d+)(?:p(\\d))?(d?)");
    private static final int PCP_SHIFT = 13;
    private static final int DEI = 0x1000;

    private TagText() {
    }

    /** The tags as {@link VlanTag}s. */
    public static int[] parse(final String text) {
        return text.equals(UNTAGGED) ? new int[0] : Arrays.stream(text.split("\\.")).mapToInt(TagText::tag).toArray();
    }

    private static int tag(final String text) {
        final Matcher matcher = TAG.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " is no tag");
        }
        final int priority = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)) << PCP_SHIFT;
        final int tpid = matcher.group(1).isEmpty() ? EthernetLayout.TPID_8021Q : EthernetLayout.TPID_8021AD;
        return VlanTag.of(tpid, Integer.parseInt(matcher.group(2)) | priority | (matcher.group(4).isEmpty() ? 0 : DEI));
    }

    public static String format(final int... tags) {
        return tags.length == 0 ? UNTAGGED : Arrays.stream(tags).mapToObj(TagText::text).collect(Collectors.joining("."));
    }

    private static String text(final int tag) {
        final int pcp = VlanTag.tci(tag) >>> PCP_SHIFT;
        return (VlanTag.tpid(tag) == EthernetLayout.TPID_8021AD ? "s" : "") + VlanTag.vid(tag)
            + (pcp == 0 ? "" : "p" + pcp) + ((tag & DEI) == 0 ? "" : "d");
    }
}
