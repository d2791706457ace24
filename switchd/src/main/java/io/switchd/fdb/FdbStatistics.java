package io.switchd.fdb;

/**
 * The {@link FdbCounters} of one bridge at one moment.
 *
 * @param current entries now, static ones among them
 * @param maximum entries it may have
 * @param fixed   static entries now
 * @param learned stations heard for the first time
 * @param expired stations forgotten because they were silent
 * @param evicted stations forgotten because the table was full
 * @param moved   times a station was heard at another port than before
 */
public record FdbStatistics(int current, int maximum, int fixed, long learned, long expired, long evicted, long moved) {
}
