package io.switchd.compare.measure;

/** What a value is, and whether more of it is better. */
public record Figure(String id, Family family, String label, boolean moreIsBetter) {

    static Figure more(final String id, final Family family, final String label) {
        return new Figure(id, family, label, true);
    }

    static Figure less(final String id, final Family family, final String label) {
        return new Figure(id, family, label, false);
    }
}
