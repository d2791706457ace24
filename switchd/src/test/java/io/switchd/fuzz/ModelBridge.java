package io.switchd.fuzz;

import io.switchd.engine.BridgeSettings;

/** One bridge as the model has it. */
final class ModelBridge {

    private static final int[] SIZES = {1, 2, 3, 4, 8, 6, 5, 7};
    private static final int[] AGEING_SECONDS = {300, 1, 2, 10};

    final String name;
    private BridgeSettings settings;
    private TableModel table;

    ModelBridge(final String name, final FuzzInput input) {
        this.name = name;
        settings = read(input);
        table = new TableModel(settings.tableSize(), settings.ageingSeconds());
    }

    static BridgeSettings read(final FuzzInput input) {
        final int choice = input.u8();
        return new BridgeSettings(AGEING_SECONDS[choice >>> 3 & 3], SIZES[choice & 7], (choice & 32) != 0);
    }

    void settings(final BridgeSettings changed, final boolean emptied) {
        settings = changed;
        if (emptied) {
            table = table.withLimit(changed.tableSize());
        }
        table.ageing(changed.ageingSeconds());
    }

    BridgeSettings settings() {
        return settings;
    }

    boolean forwardsBpdu() {
        return settings.forwardBpdu();
    }

    TableModel table() {
        return table;
    }
}
