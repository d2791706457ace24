package io.switchd.fdb;

/**
 * The counts of one {@link MacTable}.
 *
 * @param current entries now
 * @param maximum entries it may have
 * @param learned stations heard for the first time
 * @param expired stations forgotten because they were silent
 * @param evicted stations forgotten because the table was full
 * @param moved   times a station was heard at another port than before
 */
public record FdbStatistics(int current, int maximum, long learned, long expired, long evicted, long moved) {
}
