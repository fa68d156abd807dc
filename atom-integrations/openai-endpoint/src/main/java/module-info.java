/**
 * The host's models behind the HTTP interface of OpenAI, for the clients that speak it.
 *
 * <p>Start reading at {@link dev.atom.endpoint.openai.OpenAiEndpoint}. The JDK's HTTP server is
 * needed for {@link dev.atom.endpoint.openai.JdkHandler} only.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.endpoint.openai {
  requires static transitive org.jspecify;
  requires static transitive jdk.httpserver;
  requires transitive dev.atom.core;
  requires org.slf4j;

  exports dev.atom.endpoint.openai;
}
