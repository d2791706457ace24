package io.switchd.testkit;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.FrameView;
import io.switchd.frame.VlanTag;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A frame with any number of tags, as it would be on a wire and as a packet socket shows it: the outer tag beside the
 * rest, if all of it and what stands behind it is there.
 *
 * @param tags   {@link VlanTag}s, the outer one first
 * @param length in bytes; the frame ends there, if need be inside a tag
 */
public record TaggedFrame(String destination, String source, int[] tags, int etherType, int length) {

    public static final int EXPERIMENTAL = 0x88B5;

    private static final int FULL_LENGTH = 64;
    /** As skb_vlan_untag of Linux demands: the tag, and the type behind it. */
    private static final int LEAST_UNTAGGED_BY_LINUX = EthernetLayout.HEADER_LENGTH + EthernetLayout.TAG_LENGTH;

    public static TaggedFrame of(final String destination, final String source, final String tags) {
        return new TaggedFrame(destination, source, TagText.parse(tags), EXPERIMENTAL, FULL_LENGTH);
    }

    public TaggedFrame etherType(final int type) {
        return new TaggedFrame(destination, source, tags, type, length);
    }

    /** The frame cut off so that it ends inside the last of its tags. */
    public TaggedFrame cut() {
        return new TaggedFrame(destination, source, tags, etherType, EthernetLayout.ADDRESSES_LENGTH + EthernetLayout.TAG_LENGTH * tags.length - 1);
    }

    public boolean isCut() {
        return length < FULL_LENGTH;
    }

    public byte[] wire() {
        final Frames frame = Frames.frame(destination, source);
        for (final int tag : tags) {
            frame.tag(VlanTag.tpid(tag), VlanTag.tci(tag));
        }
        return Arrays.copyOf(frame.payload(etherType, new byte[FULL_LENGTH]), length);
    }

    public FrameView view() {
        final byte[] wire = wire();
        if (tags.length == 0 || length < LEAST_UNTAGGED_BY_LINUX) {
            return MemoryPort.view(wire, 0, 0);
        }
        final byte[] rest = ByteBuffer.allocate(length - EthernetLayout.TAG_LENGTH)
            .put(wire, 0, EthernetLayout.ADDRESSES_LENGTH)
            .put(wire, EthernetLayout.ADDRESSES_LENGTH + EthernetLayout.TAG_LENGTH, length - EthernetLayout.ADDRESSES_LENGTH - EthernetLayout.TAG_LENGTH)
            .array();
        return MemoryPort.view(rest, VlanTag.tpid(tags[0]), VlanTag.tci(tags[0]));
    }

    /** The tags on the wire where the frame leaves with those that a bridge gives it, as {@link VlanTag} stacks them. */
    public int[] leavingWith(final long given) {
        return IntStream.concat(
            IntStream.of(VlanTag.first(given), VlanTag.second(given)).filter(tag -> tag != VlanTag.NONE),
            Arrays.stream(tags).skip(1)).toArray();
    }

    @Override
    public String toString() {
        return TagText.format(tags) + " " + source + ">" + destination + (etherType == EXPERIMENTAL ? "" : " type " + Integer.toHexString(etherType))
            + (isCut() ? " cut to " + length : "");
    }
}
