package io.switchd.forward;

import io.switchd.frame.EthernetLayout;
import io.switchd.frame.MacAddress;
import io.switchd.testkit.TaggedFrame;
import java.util.SplittableRandom;

/** Frames drawn at random: of every form that a bridge treats in its own way, with VLANs that ports have and have not. */
final class RandomFrames {

    static final String ZERO = "00:00:00:00:00:00";

    private static final long FIRST_STATION = 0x0200_0000_0000L;
    private static final long FIRST_PROBE = 0x0600_0000_0000L;
    private static final int STATIONS = 8;
    private static final String[] VIDS = {"0", "0", "10", "10", "10", "20", "20", "30", "4094", "4095"};
    private static final String[] PRIORITIES = {"", "", "", "p5", "p1", "d", "p7d"};
    private static final String[] GROUPS = {
        "ff:ff:ff:ff:ff:ff", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", "33:33:00:00:00:01", "01:80:c2:00:00:00", "01:80:c2:00:00:0e",
        "01:80:c2:00:00:10", "01:00:0c:cc:cc:cc", "00:e0:2b:00:00:00"};

    private final SplittableRandom random;
    private long probes;

    RandomFrames(final SplittableRandom random) {
        this.random = random;
    }

    String station() {
        return MacAddress.format(FIRST_STATION + 1 + random.nextInt(STATIONS));
    }

    /** A frame that both switches take the same way in, if they take it, of a station that will be sent to. */
    TaggedFrame ofStation() {
        return TaggedFrame.of(destination(), station(), random.nextInt(3) == 0 ? "-" : tag(VIDS.length - 1));
    }

    /** Any frame, of a source that is nobody's destination and heard once. */
    TaggedFrame any() {
        final int forms = random.nextInt(100);
        final String tags = forms < 15 ? "-" : forms < 60 ? tag(VIDS.length) : forms < 97
            ? tag(VIDS.length) + "." + tag(VIDS.length) : tag(VIDS.length) + "." + tag(VIDS.length) + "." + tag(VIDS.length);
        final String source = random.nextInt(50) == 0 ? ZERO : random.nextInt(50) == 0 ? GROUPS[2] : MacAddress.format(FIRST_PROBE + ++probes);
        final TaggedFrame frame = TaggedFrame.of(destination(), source, tags);
        final int special = random.nextInt(40);
        return special == 0 && frame.tags().length > 0 ? frame.cut() : special == 1 ? frame.etherType(EthernetLayout.TYPE_MAC_CONTROL) : frame;
    }

    private String destination() {
        return random.nextInt(2) == 0 ? station() : random.nextInt(10) == 0 ? "02:00:00:00:ff:ff" : GROUPS[random.nextInt(GROUPS.length)];
    }

    private String tag(final int vids) {
        return (random.nextInt(4) == 0 ? "s" : "") + VIDS[random.nextInt(vids)] + PRIORITIES[random.nextInt(PRIORITIES.length)];
    }
}
