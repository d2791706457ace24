package io.switchd.compare.measure;

import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Transactions while small frames go the same way at half the rate that this very subject can carry. */
final class LoadedTransactions implements Measurement {

    private static final int PORT = 5_302;

    @Override
    public List<Figure> figures() {
        return List.of(Figures.TRANSACTION_LOADED_50, Figures.TRANSACTION_LOADED_99, Figures.TRANSACTION_LOADED_999);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        final double half = bench.maximum(Bench.SMALL) / 2;
        try (Load load = new Load(bench.blaster(Bench.SMALL), half)) {
            final Transactions transactions = Transactions.run(bench, PORT);
            load.stop();
            values.accept(Figures.TRANSACTION_LOADED_50, transactions.percentile(50));
            values.accept(Figures.TRANSACTION_LOADED_99, transactions.percentile(99));
            values.accept(Figures.TRANSACTION_LOADED_999, transactions.percentile(99.9));
        }
    }
}
