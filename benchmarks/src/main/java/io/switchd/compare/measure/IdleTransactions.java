package io.switchd.compare.measure;

import java.io.IOException;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Transactions while nothing else goes on. */
final class IdleTransactions implements Measurement {

    private static final int PORT = 5_301;

    @Override
    public List<Figure> figures() {
        return List.of(Figures.TRANSACTIONS, Figures.TRANSACTION_50, Figures.TRANSACTION_99, Figures.TRANSACTION_999);
    }

    @Override
    public void measure(final Bench bench, final ObjDoubleConsumer<Figure> values) throws IOException {
        final Transactions transactions = Transactions.run(bench, PORT);
        values.accept(Figures.TRANSACTIONS, transactions.perSecond() / 1e3);
        values.accept(Figures.TRANSACTION_50, transactions.percentile(50));
        values.accept(Figures.TRANSACTION_99, transactions.percentile(99));
        values.accept(Figures.TRANSACTION_999, transactions.percentile(99.9));
    }
}
