package io.switchd.manage;

import java.util.List;
import java.util.Map;

/**
 * Counts what the answers of one transaction hold, and refuses to go on when it is more than the process should: each
 * is a tree in memory before it is a part of a line, and ten thousand commands may all ask for the longest.
 */
final class AnswerSize {

    static final int MAX_VALUES = 1_000_000;

    private int values;

    /** Counts a tree of maps, lists and values. @throws Refusal when that is too much */
    void add(final Object tree) {
        if (tree instanceof Map) {
            ((Map<?, ?>) tree).values().forEach(this::add);
        } else if (tree instanceof List) {
            ((List<?>) tree).forEach(this::add);
        }
        if (++values > MAX_VALUES) {
            throw new Refusal("the answer has more than " + MAX_VALUES + " values; ask for less in one call, such as one bridge or one port");
        }
    }
}
