package io.switchd.fuzz;

import io.switchd.fdb.FdbPage;
import io.switchd.fdb.MacTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a MAC table has to hold: a list, in the order in which stations were last heard, that is searched from end to
 * end. It follows the reference of the settings, not the code of the table.
 */
final class TableModel {

    /** What becomes of a frame by its source. */
    enum Verdict { WELCOME, STICKY, OVER_LIMIT }

    static final int NOWHERE = -1;

    private static final int PAGE = 16;

    private final List<Entry> entries = new ArrayList<>();
    private final FdbPage page = new FdbPage(PAGE);
    private final int limit;
    private int ageing;

    private static final class Entry {
        private final int vlan;
        private final long mac;
        private int port;
        private int heard;
        private final boolean isFixed;
        private final boolean sticky;

        private Entry(final int vlan, final long mac, final int port, final int heard, final boolean isFixed, final boolean sticky) {
            this.vlan = vlan;
            this.mac = mac;
            this.port = port;
            this.heard = heard;
            this.isFixed = isFixed;
            this.sticky = sticky;
        }
    }

    /** @param limit of entries, no more than a page */
    TableModel(final int limit, final int ageing) {
        this.limit = limit;
        this.ageing = ageing;
    }

    /** A table of another size, with what is fixed in this one. */
    TableModel withLimit(final int other) {
        final TableModel result = new TableModel(other, ageing);
        entries.stream().filter(entry -> entry.isFixed).forEach(result.entries::add);
        return result;
    }

    long fixed() {
        return entries.stream().filter(entry -> entry.isFixed).count();
    }

    void ageing(final int seconds) {
        ageing = seconds;
    }

    /** The port behind which a station is, or {@link #NOWHERE}. */
    int port(final int vlan, final long mac, final int now) {
        final Entry entry = find(vlan, mac);
        return entry == null || isPast(entry, now) ? NOWHERE : entry.port;
    }

    boolean isStickyElsewhere(final int vlan, final long mac, final int port) {
        final Entry entry = find(vlan, mac);
        return entry != null && entry.sticky && entry.port != port;
    }

    Verdict hear(final int vlan, final long mac, final int port, final int now, final int portLimit) {
        final boolean isGroup = (mac >>> 40 & 1) != 0;
        if (isGroup || mac == 0) {
            return Verdict.WELCOME;
        }
        final Entry entry = find(vlan, mac);
        if (entry != null && entry.isFixed) {
            return entry.sticky && entry.port != port ? Verdict.STICKY : Verdict.WELCOME;
        }
        if ((entry == null || entry.port != port) && portLimit > 0 && learnedAt(port) >= portLimit) {
            return Verdict.OVER_LIMIT;
        }
        if (entry == null) {
            if (makeRoom()) {
                entries.add(new Entry(vlan, mac, port, now, false, false));
            }
        } else if (entry.port != port || entry.heard != now) {
            entries.remove(entry);
            entry.port = port;
            entry.heard = now;
            entries.add(entry);
        }
        return Verdict.WELCOME;
    }

    /** Whether a station can still be fixed there. */
    boolean hasRoomFor(final int vlan, final long mac) {
        final Entry entry = find(vlan, mac);
        return entries.stream().filter(other -> other.isFixed && other != entry).count() < limit;
    }

    void fix(final int vlan, final long mac, final int port, final boolean sticky, final int now) {
        entries.remove(find(vlan, mac));
        makeRoom();
        entries.add(new Entry(vlan, mac, port, now, true, sticky));
    }

    void unfix(final int vlan, final long mac, final int port) {
        entries.removeIf(entry -> entry.isFixed && entry.vlan == vlan && entry.mac == mac && entry.port == port);
    }

    void forgetLearned(final int vlan, final long mac) {
        entries.removeIf(entry -> !entry.isFixed && entry.vlan == vlan && entry.mac == mac);
    }

    /** Forgets what was learned in one VLAN or in any, behind one port or behind any: -1 is any. */
    void flush(final int vlan, final int port) {
        entries.removeIf(entry -> !entry.isFixed && (vlan < 0 || entry.vlan == vlan) && (port < 0 || entry.port == port));
    }

    void removePort(final int port) {
        entries.removeIf(entry -> entry.port == port);
    }

    void expire(final int now) {
        entries.removeIf(entry -> isPast(entry, now));
    }

    /** Holds the table against what it has to be. */
    void check(final MacTable table, final int now) {
        Violation.unless(table.limit() == limit && table.size() <= limit, "a table has its limit and keeps it");
        Violation.unless(table.size() == entries.size(), "a table has neither more nor fewer entries than were put there");
        final int next = table.read(0, now, page);
        Violation.unless(next < 0 || table.limit() > PAGE, "a page holds a small table");
        int visible = 0;
        for (final Entry entry : entries) {
            visible += isPast(entry, now) ? 0 : 1;
        }
        Violation.unless(page.size() == visible, "a reader sees each entry once that is not past its time");
        for (int i = 0; i < page.size(); i++) {
            final Entry entry = find(page.vlan(i), page.mac(i));
            Violation.unless(entry != null && entry.port == page.port(i) && !isPast(entry, now), "an entry is what was heard last of its station");
            Violation.unless(page.age(i) == ageOf(entry, now), "an age is the time since the station was heard, and never negative");
        }
    }

    private static int ageOf(final Entry entry, final int now) {
        if (entry.isFixed) {
            return entry.sticky ? FdbPage.STICKY : FdbPage.STATIC;
        }
        return Math.max(0, now - entry.heard);
    }

    private int learnedAt(final int port) {
        int count = 0;
        for (final Entry entry : entries) {
            count += entry.port == port && !entry.isFixed ? 1 : 0;
        }
        return count;
    }

    /** The station heard least recently of the port that has most goes; of two such ports, of the one of the lower number. */
    private boolean makeRoom() {
        if (entries.size() < limit) {
            return true;
        }
        Entry victim = null;
        for (final Entry entry : entries) {
            if (!entry.isFixed && (victim == null || isBusier(entry.port, victim.port))) {
                victim = entry;
            }
        }
        return victim != null && entries.remove(victim);
    }

    private boolean isBusier(final int port, final int other) {
        final int difference = learnedAt(port) - learnedAt(other);
        return difference > 0 || difference == 0 && port < other;
    }

    private boolean isPast(final Entry entry, final int now) {
        return !entry.isFixed && now - entry.heard >= ageing;
    }

    private Entry find(final int vlan, final long mac) {
        for (final Entry entry : entries) {
            if (entry.mac == mac && entry.vlan == vlan) {
                return entry;
            }
        }
        return null;
    }
}
