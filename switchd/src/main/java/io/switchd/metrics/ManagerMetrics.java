package io.switchd.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.switchd.manage.ManagerCounters;
import java.util.function.IntSupplier;

/** Transactions, and the work to keep the switch to what is configured. */
final class ManagerMetrics implements MeterBinder {

    private final ManagerCounters counters;
    private final IntSupplier waiting;

    ManagerMetrics(final ManagerCounters counters, final IntSupplier waiting) {
        this.counters = counters;
        this.waiting = waiting;
    }

    @Override
    public void bindTo(final MeterRegistry registry) {
        for (final ManagerCounters.Outcome outcome : ManagerCounters.Outcome.values()) {
            FunctionCounter.builder("switchd.transactions", counters, each -> each.transactions(outcome))
                .description("Transactions that ended").tag("outcome", outcome.label()).register(registry);
        }
        Gauge.builder("switchd.transactions.waiting", waiting, IntSupplier::getAsInt)
            .description("Transactions that wait for the one that is carried out").strongReference(true).register(registry);
        Gauge.builder("switchd.config.generation", counters, ManagerCounters::configGeneration)
            .description("Number of the configuration, which rises with every change").register(registry);
        FunctionCounter.builder("switchd.reconcile.failures", counters, ManagerCounters::failedReconciles)
            .description("Comparisons of the switch with its configuration that could not be finished").register(registry);
    }

    Histogram transactionTimes() {
        return Histogram.ofNanos("switchd_transaction_duration_seconds", "Time that a transaction took, without its time in the queue")
            .add(counters.transactionTimes());
    }

    Histogram reconcileTimes() {
        return Histogram.ofNanos("switchd_reconcile_duration_seconds", "Time that it took to compare the switch with its configuration and to mend it")
            .add(counters.reconcileTimes());
    }
}
