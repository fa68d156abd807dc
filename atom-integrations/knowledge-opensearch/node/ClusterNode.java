import java.nio.file.Path;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One node of OpenSearch on the loopback address, run from its source: {@code java -cp <jars>
 * ClusterNode.java <folder> <port>}. Prints {@code ready} and ends when its input does, so that it
 * never outlives the tests.
 */
public final class ClusterNode {
  private ClusterNode() {}

  /** Starts the node. */
  public static void main(String[] arguments) throws Exception {
    try (OpenSearchRunner runner = new OpenSearchRunner()) {
      runner.onBuild(
          (number, settings) -> {
            settings.put("http.port", arguments[1]);
            settings.put("network.host", "127.0.0.1");
            settings.put("discovery.type", "single-node");
          });
      runner.build(
          OpenSearchRunner.newConfigs()
              .basePath(Path.of(arguments[0]).toString())
              .numOfNode(1)
              .clusterName("atom-test")
              .disableESLogger());
      runner.ensureYellow();
      System.out.println("ready");
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }
}
