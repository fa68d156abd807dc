package dev.atom.providers.wire;

import dev.atom.http.HttpReply;
import dev.atom.json.Json;
import dev.atom.model.ModelException;
import dev.atom.model.RateLimit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A whole answer with a good status. */
public final class Answer {
  private final HttpReply reply;
  private final Failures failures;

  Answer(HttpReply reply, Failures failures) {
    this.reply = reply;
    this.failures = failures;
  }

  /** Returns the answer as it came. */
  public HttpReply reply() {
    return reply;
  }

  /** Returns the answer's JSON object; throws if it is none, or an error after all. */
  public Json.Obj json() {
    return failures.parse(reply);
  }

  /** Returns the JSON value; throws if it is none, or an error after all. */
  public Json anyJson() {
    return failures.parseAny(reply);
  }

  /** Returns the media type, in lower case; empty if the server names none. */
  public String mediaType() {
    return reply.headers().first("content-type").orElse("").toLowerCase(Locale.ROOT);
  }

  /** Returns what to throw for an answer of an unexpected kind, which may be an error after all. */
  public ModelException unexpected(String why) {
    return failures.unexpected(reply, why);
  }

  /** Returns what to throw if the answer is cut. */
  public ModelException truncated() {
    return failures.truncated();
  }

  /** Returns the provider's id of the request. */
  public Optional<String> requestId() {
    return failures.requestId(reply);
  }

  /** Returns a text of the provider without what is or looks like a key. */
  public String redact(String text) {
    return failures.clean(text);
  }

  /** Returns how far the key is from its limits. */
  public List<RateLimit> rateLimits() {
    return RateLimits.of(reply.headers(), failures.now());
  }

  /** Reads the answer; what goes wrong means that it has not the expected form. */
  public <T> T read(Function<Answer, T> reader) {
    try {
      return reader.apply(this);
    } catch (StreamError e) {
      throw failures.ofError(e.error(), Optional.of(reply));
    } catch (ModelException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failures.malformed("the reply has not the expected form", reply, Optional.of(e));
    }
  }
}
