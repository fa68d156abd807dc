package dev.atom.knowledge.opensearch;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real OpenSearch node in a JVM of its own, with a class path of its own. */
final class ClusterNodeProcess implements AutoCloseable {
  private final Process process;
  private final URI address;

  private ClusterNodeProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts what {@code node} describes and waits until it is ready. */
  static ClusterNodeProcess start(Path node, Path data) throws IOException {
    int port = freePort();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx768m",
                "-cp",
                Files.readString(node.resolve("target/classpath.txt")).strip(),
                node.resolve("ClusterNode.java").toString(),
                data.toString(),
                Integer.toString(port))
            .redirectError(data.resolve("node.err").toFile())
            .start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
      if (line == null) {
        throw new IOException(
            "the node did not start: " + Files.readString(data.resolve("node.err")));
      }
    }
    return new ClusterNodeProcess(process, URI.create("http://127.0.0.1:" + port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  URI address() {
    return address;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.outputWriter().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
