package dev.atom.mock.wiremock;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.ChunkedDribbleDelay;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.matching.UrlPattern;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.atom.mock.Fault;
import dev.atom.mock.Play;
import dev.atom.mock.Playback;
import dev.atom.mock.ReceivedRequest;
import dev.atom.mock.ReplayServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An extension by which a WireMock server plays exchanges, faults and scripts. Register it when the
 * server is made, then stub with {@link #stub}.
 *
 * <p>WireMock writes answers on its own: of the faults of the transfer it can cut, hang up, reset
 * before the headers, delay and drip. What it can't is refused when the extension is made, so that no test
 * passes for want of its fault; play that from a {@link ReplayServer}. Delays pass in real time, also
 * with a virtual clock, which then decides about spans of time only. Thread-safe.
 */
public final class ReplayTransformer implements ResponseTransformerV2 {
  private final String name;
  private final Playback playback;

  private ReplayTransformer(String name, Playback playback) {
    this.name = name;
    this.playback = playback;
  }

  /**
   * Returns an extension.
   *
   * @param name tells it from others on the same server
   * @param played exchanges and faults; its port is not used
   * @return the extension, before its first call
   * @throws IllegalArgumentException if WireMock can't play one of the faults; names it
   */
  public static ReplayTransformer of(String name, ReplayServer.Builder played) {
    Playback playback = played.playback();
    playback.faults().forEach(ReplayTransformer::check);
    return new ReplayTransformer(Objects.requireNonNull(name, "name"), playback);
  }

  private static void check(Fault fault) {
    boolean able =
        switch (fault) {
          case Fault.Content content -> true;
          case Fault.All all -> true;
          case Fault.Delivery delivery ->
              switch (delivery) {
                case Fault.HangUp hangUp -> true;
                case Fault.Reset reset -> true;
                case Fault.Delay delay -> true;
                case Fault.Drip drip -> true;
                case Fault.CutAfter cut -> true;
                case Fault.ResetAfter reset -> false;
                case Fault.MalformedAfter malformed -> false;
                case Fault.StallAfter stall -> false;
                case Fault.Silence silence -> false;
                case Fault.Refuse refuse -> false;
                case Fault.Pieces pieces -> false;
                case Fault.SplitCharacters split -> false;
              };
        };
    if (!able) {
      throw new IllegalArgumentException(
          "WireMock can't play " + fault + "; play it from a ReplayServer instead");
    }
  }

  /**
   * Returns a stub that is answered by this extension.
   *
   * @param url which addresses it holds for, such as {@code urlPathMatching("/v1/.*")}
   * @return the stub of any method, on no server yet
   */
  public MappingBuilder stub(UrlPattern url) {
    return WireMock.any(url).willReturn(WireMock.aResponse().withTransformers(name));
  }

  @Override
  public Response transform(Response stubbed, ServeEvent event) {
    Play play = playback.next(received(event.getRequest()));
    byte[] body = play.response().body();
    Response.Builder answer =
        Response.Builder.like(stubbed)
            .but()
            .status(play.response().status())
            .headers(headers(play))
            .body(body)
            .incrementInitialDelay(play.delay().toMillis());
    play.drip().ifPresent(drip -> answer.chunkedDribbleDelay(dribble(body, drip)));
    play.end().ifPresent(end -> end(answer, end, body));
    return answer.build();
  }

  private static void end(Response.Builder answer, Fault.Delivery end, byte[] body) {
    if (end instanceof Fault.CutAfter cut) {
      // A body shorter than announced has the server close behind it.
      answer.body(Arrays.copyOf(body, Math.min(cut.bytes(), body.length)));
    } else if (end instanceof Fault.Reset) {
      answer.fault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER);
    } else {
      answer.fault(com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE);
    }
  }

  private static ReceivedRequest received(LoggedRequest request) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (HttpHeader header : request.getHeaders().all()) {
      headers.put(header.key(), header.values());
    }
    return ReceivedRequest.of(
        request.getMethod().value(), request.getUrl(), headers, request.getBody());
  }

  private static HttpHeaders headers(Play play) {
    List<HttpHeader> headers = new ArrayList<>();
    play.response()
        .messageHeaders()
        .forEach((header, values) -> headers.add(new HttpHeader(header, values)));
    if (play.end().filter(Fault.CutAfter.class::isInstance).isPresent()) {
      int announced = play.response().body().length;
      headers.add(new HttpHeader("Content-Length", Integer.toString(announced)));
      headers.add(new HttpHeader("Connection", "close"));
    }
    return new HttpHeaders(headers);
  }

  /** WireMock counts the drops and the whole time, not their size and the time between. */
  private static ChunkedDribbleDelay dribble(byte[] body, Fault.Drip drip) {
    int drops = Math.max(1, Math.ceilDiv(body.length, drip.bytes()));
    return new ChunkedDribbleDelay(
        drops, Math.toIntExact(drip.every().multipliedBy(drops).toMillis()));
  }

  /**
   * Fails unless everything that was scripted was asked for and nothing else was.
   *
   * @throws dev.atom.mock.UnexpectedCall if not; says what differs
   */
  public void assertFinished() {
    playback.assertFinished();
  }

  /**
   * Returns the name that a stub refers to.
   *
   * @return as given
   */
  @Override
  public String getName() {
    return name;
  }

  /**
   * Returns that only stubs which name this extension are answered by it.
   *
   * @return false
   */
  @Override
  public boolean applyGlobally() {
    return false;
  }
}
