package io.switchd.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The daemon as a process, and its JVM. Memory outside the heap, the rings of ports above all, is only in that of the process. */
final class ProcessMetrics implements MeterBinder, AutoCloseable {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final double KIB = 1_024;
    private static final double NANOS = 1e-9;

    private final String version;
    private final JvmGcMetrics collector = new JvmGcMetrics();

    ProcessMetrics(final String version) {
        this.version = version;
    }

    @Override
    public void bindTo(final MeterRegistry registry) {
        Gauge.builder("switchd.build.info", () -> 1).description("The version of the daemon and of its Java")
            .tag("version", version).tag("java", Runtime.version().toString()).register(registry);
        FunctionCounter.builder("process.cpu", ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class), system -> system.getProcessCpuTime() * NANOS)
            .description("Processor time that the daemon has used").baseUnit("seconds").register(registry);
        Gauge.builder("process.resident.memory", ProcessMetrics::residentBytes)
            .description("Memory that the daemon has in the machine's").baseUnit("bytes").register(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        collector.bindTo(registry);
    }

    /** NaN when the kernel does not tell. */
    private static double residentBytes() {
        try {
            return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith(RESIDENT))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * KIB).findFirst().orElse(Double.NaN);
        } catch (final IOException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        collector.close();
    }
}
