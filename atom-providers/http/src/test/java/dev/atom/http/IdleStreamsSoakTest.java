package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand streams that wait, in a heap of a gigabyte; client and server are processes. */
@Tag("soak")
class IdleStreamsSoakTest {
  private static final int STREAMS = 10_000;
  private static final int DESCRIPTORS = STREAMS + 500;
  private static final long MEBIBYTE = 1024 * 1024;

  @Test
  void tenThousandIdleStreamsFitIntoAGigabyteAndEndAtOnce() throws Exception {
    long limit =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : DESCRIPTORS;
    assumeTrue(
        limit >= DESCRIPTORS,
        "a process may open " + limit + " files; raise it with: ulimit -n " + 2 * STREAMS);
    try (SoakProcess server = new SoakProcess(SoakServer.class, List.of("-Xmx1g"))) {
      String address = SoakProcess.server(server.line()).toString();
      try (SoakProcess client =
          new SoakProcess(SoakClient.class, List.of("-Xmx1g"), address, "" + STREAMS)) {
        String[] open = client.line().split(" ");
        long bytes = Long.parseLong(open[2]) - Long.parseLong(open[1]);
        System.out.printf(
            "%s streams wait: %d MiB of heap, %d bytes each; %s descriptors, %s platform threads%n",
            open[0], Long.parseLong(open[2]) / MEBIBYTE, bytes / STREAMS, open[3], open[4]);
        assertThat(open[0]).isEqualTo("" + STREAMS);
        assertThat(server.ask()).isEqualTo("" + STREAMS);
        assertThat(Long.parseLong(open[2])).isLessThan(1024 * MEBIBYTE);
        String[] ended = client.ask().split(" ");
        System.out.printf("cancelled: %s ended within %s ms%n", ended[0], ended[1]);
        assertThat(ended[0]).isEqualTo("" + STREAMS);
        String[] left = client.line().split(" ");
        System.out.printf(
            "left: %s calls, %s connections, %s descriptors%n", left[0], left[1], left[2]);
        assertThat(List.of(left[0], left[1])).containsExactly("0", "0");
      }
    }
  }
}
