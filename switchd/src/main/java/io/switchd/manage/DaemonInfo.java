package io.switchd.manage;

import java.nio.file.Path;
import java.util.Optional;

/** What the daemon says of itself in {@code switchctl status}. */
public record DaemonInfo(String version, Path runDirectory, Optional<Path> stateDirectory) {
}
