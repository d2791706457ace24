package io.switchd.manage;

import io.switchd.config.PortConfig;
import io.switchd.config.SettingValues;
import io.switchd.forward.PortRules;
import io.switchd.protocol.Settings;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Settings of a port as they are typed, {@code tag=10 isolated=true}, on the same way as in the daemon. */
public final class TypedSettings {

    private TypedSettings() {
    }

    public static PortRules rules(final String typed) {
        final Map<String, String> values = Arrays.stream(typed.split(" ")).filter(word -> !word.isEmpty())
            .map(word -> word.split("=", 2)).collect(Collectors.toMap(word -> word[0], word -> word[1]));
        return ForwardingRules.of(new PortConfig("port", SettingValues.of(Settings.PORT, values), Optional.empty()));
    }
}
