package io.switchd.protocol;

/**
 * What somebody who mistyped a word may have meant. A long word is not looked at: nobody typed it, and comparing costs
 * its length times that of all candidates.
 */
public final class Suggest {

    static final int MAX_LENGTH = 64;

    private Suggest() {
    }

    /**
     * The candidate that is nearest to a word, or null when none is near: more than a third of the word would have to
     * change.
     */
    public static String nearest(final String word, final Iterable<String> candidates) {
        String nearest = null;
        if (word.length() > MAX_LENGTH) {
            return null;
        }
        int least = Math.max(1, word.length() / 3) + 1;
        for (final String candidate : candidates) {
            final int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** {@code " (did you mean NEAREST?)"}, or nothing. */
    public static String hint(final String word, final Iterable<String> candidates) {
        final String nearest = nearest(word, candidates);
        return nearest == null ? "" : " (did you mean " + nearest + "?)";
    }

    /** How many letters must be put in, left out or replaced (Levenshtein). */
    static int distance(final String a, final String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            final int[] row = previous;
            previous = current;
            current = row;
        }
        return previous[b.length()];
    }
}
