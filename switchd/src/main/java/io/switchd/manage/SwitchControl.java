package io.switchd.manage;

import java.util.concurrent.CompletableFuture;

/**
 * The door to the switch for whoever takes requests. Safe to call from any thread; transactions are carried out one
 * after another.
 */
public interface SwitchControl {

    /** Completes with the result, or exceptionally with a {@link CommandFailedException}. */
    CompletableFuture<Transaction.Result> submit(Transaction transaction);

    /** Of the configuration now; 0 where there is none. */
    default long generation() {
        return 0;
    }
}
