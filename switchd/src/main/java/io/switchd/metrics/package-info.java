/**
 * The numbers of the switch as meters, and these as text for Prometheus; the only package that knows Micrometer. It
 * reads counters that others keep for their own sake, each a number that its one writer stores whole, and takes neither
 * a lock nor a place in anybody's queue: a scrape is nothing to the loops. Confined to the thread that serves the
 * metrics. {@code docs/metrics.md} has every name.
 */
package io.switchd.metrics;
