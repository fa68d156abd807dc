package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.cache.CacheClaim;
import dev.atom.cache.CacheControl;
import dev.atom.cache.CacheKey;
import dev.atom.cache.CacheLookup;
import dev.atom.cache.CacheStore;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.router.cache.ReplyCache;
import dev.atom.router.reuse.CanonicalDigest;
import dev.atom.router.reuse.Flights;
import dev.atom.router.reuse.KeptReply;
import dev.atom.router.reuse.RequestForm;
import dev.atom.router.reuse.SemanticIndex;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The replies of one route that are kept. What the store throws is told, and never a caller's. */
final class RouteCache {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Route route;
  private final ReplyCache cache;
  private final KeyIds keys;
  private final RouterParts parts;
  private final Patience patience;
  private final Complaints complaints;
  private final Flights flights = new Flights();
  private final Optional<SemanticIndex> similar;

  RouteCache(Route route, ReplyCache cache, KeyIds keys, RouterParts parts) {
    this.route = route;
    this.cache = cache;
    this.keys = keys;
    this.parts = parts;
    patience = new Patience(route, parts);
    complaints = new Complaints(route.name(), parts.clock());
    similar =
        cache
            .semantic()
            .map(setting -> new SemanticIndex(setting, cache.timeToLive(), parts.clock()));
  }

  /** What is asked, by what it is found, and whether that tells keys apart. */
  record Asked(
      ChatRequest request,
      CallContext context,
      CacheKey key,
      boolean keyed,
      Optional<SemanticIndex.Question> question) {}

  CacheStore store() {
    return cache.store();
  }

  Duration timeToLive() {
    return cache.timeToLive();
  }

  boolean semantic() {
    return similar.isPresent();
  }

  Complaints complaints() {
    return complaints;
  }

  Flights flights() {
    return flights;
  }

  /** Finds a reply, waits for one that is being made, or lets the caller make it. */
  Share share(ChatRequest request, CallContext context) {
    CacheControl wish = CacheControl.of(context);
    if (wish == CacheControl.BYPASS) {
      return Share.ALONE;
    }
    patience.stopIfOver(context);
    Asked asked;
    try {
      boolean keyed = cache.perKey() || RequestForm.needsKey(request);
      CacheKey key = new CacheKey(context.tenant(), digest(request, context, keyed));
      asked = new Asked(request, context, key, keyed, Optional.empty());
      if (wish == CacheControl.USE) {
        Optional<KeptReply> kept = kept(key);
        if (kept.isPresent()) {
          return Share.of(kept.get(), OptionalDouble.empty());
        }
      }
    } catch (RuntimeException e) {
      complaints.about("a reply could not be looked for", e);
      return Share.ALONE;
    }
    Asked compared = withQuestion(asked);
    return wish == CacheControl.USE ? similar(compared) : refresh(compared);
  }

  private Optional<KeptReply> kept(CacheKey key) {
    Optional<CacheLookup.Found> found = cache.store().find(key);
    try {
      return found.map(KeptReply::read);
    } catch (JsonException e) {
      complaints.about("a reply that is kept can't be read; it is made again", e);
      cache.store().remove(key);
      return Optional.empty();
    }
  }

  /** Everything that decides about the reply. */
  private String digest(ChatRequest request, CallContext context, boolean keyed) {
    JsonObjectBuilder all =
        Json.object()
            .put("route", route.name())
            .put("request", RequestForm.of(request))
            .put("targets", route.targets().stream().map(target -> form(target, request)).toList())
            .put("tenant", context.tenant());
    if (cache.perUser()) {
      context.user().ifPresent(user -> all.put("user", user));
    }
    JsonObjectBuilder tags = Json.object();
    context
        .tags()
        .forEach(
            (name, value) -> {
              if (cache.tags().contains(name)) {
                tags.put(name, value);
              }
            });
    all.put("tags", tags.build());
    if (keyed) {
      TreeMap<String, Json> ids = new TreeMap<>();
      for (Target target : route.targets()) {
        ids.computeIfAbsent(
            target.ref().provider(), provider -> Json.of(keys.of(provider, context)));
      }
      all.put("keys", new Json.Obj(ids));
    }
    return CanonicalDigest.of(all.build());
  }

  private static Json form(Target target, ChatRequest request) {
    JsonObjectBuilder form =
        Json.object()
            .put("provider", target.ref().provider())
            .put("model", target.ref().name())
            .put("tier", target.tier())
            .put("use", target.use().name());
    // A target without options sends what is asked, which stands in the key already.
    return target.isPlain()
        ? form.build()
        : form.put("sends", RequestForm.of(target.request(request))).build();
  }

  private Asked withQuestion(Asked asked) {
    Optional<String> text = similar.flatMap(index -> RequestForm.question(asked.request()));
    if (text.isEmpty()) {
      return asked;
    }
    try {
      ChatRequest rest = RequestForm.withoutQuestion(asked.request());
      String context = digest(rest, asked.context(), asked.keyed());
      return new Asked(
          asked.request(),
          asked.context(),
          asked.key(),
          asked.keyed(),
          similar.map(index -> index.question(context, text.get(), asked.context())));
    } catch (RuntimeException e) {
      complaints.about("nothing similar is looked for: there is no vector", e);
      return asked;
    }
  }

  private Share similar(Asked asked) {
    try {
      Optional<SemanticIndex.Match> match =
          asked
              .question()
              .flatMap(
                  question ->
                      similar.flatMap(
                          index ->
                              index.find(
                                  question, key -> kept(new CacheKey(asked.key().tenant(), key)))));
      if (match.isPresent()) {
        return Share.of(match.get().reply(), OptionalDouble.of(match.get().similarity()));
      }
    } catch (RuntimeException e) {
      complaints.about("nothing similar could be looked for", e);
    }
    return join(asked);
  }

  private Flights.Flight flight() {
    return new Flights.Flight(lapse());
  }

  private long lapse() {
    return parts.fleet().now() + cache.lease().toNanos();
  }

  private Share refresh(Asked asked) {
    CacheClaim claim;
    try {
      claim = cache.store().claim(asked.key(), asked.context().user(), cache.lease());
    } catch (RuntimeException e) {
      complaints.about("a reply is made anew and not kept", e);
      return Share.ALONE;
    }
    Flights.Flight own = flight();
    flights.join(asked.key().toString(), own, parts.fleet().now());
    return Share.of(new Making(this, asked, claim, own));
  }

  private Share join(Asked asked) {
    while (true) {
      patience.stopIfOver(asked.context());
      Flights.Flight own = flight();
      Optional<Flights.Flight> other =
          flights.join(asked.key().toString(), own, parts.fleet().now());
      if (other.isEmpty()) {
        return lead(asked, own);
      }
      Flights.Flight flying = other.get();
      patience.await(flying, asked.context());
      Flights.End end = flying.end().orElseGet(Flights.End.Failed::new);
      switch (end) {
        case Flights.End.Landed landed -> {
          return Share.of(landed.reply(), OptionalDouble.empty());
        }
        case Flights.End.NotShared alone -> {
          return Share.ALONE;
        }
        case Flights.End.Failed failed -> {}
      }
    }
  }

  /** The first of this process: whoever else asks the same meanwhile waits for it. */
  private Share lead(Asked asked, Flights.Flight own) {
    Flights.End end = new Flights.End.Failed();
    boolean makes = false;
    try {
      Duration pause = FIRST_PAUSE;
      while (true) {
        switch (look(asked)) {
          case CacheLookup.Found found -> {
            KeptReply kept = KeptReply.read(found);
            end = new Flights.End.Landed(kept);
            return Share.of(kept, OptionalDouble.empty());
          }
          case CacheLookup.Claimed claimed -> {
            own.extend(lapse());
            Share share = Share.of(new Making(this, asked, claimed.claim(), own));
            makes = true;
            return share;
          }
          case CacheLookup.Busy busy -> {
            patience.pause(pause.compareTo(busy.left()) < 0 ? pause : busy.left(), asked.context());
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
          }
        }
      }
    } catch (ModelException over) {
      throw over;
    } catch (RuntimeException e) {
      complaints.about("a reply is made and not kept", e);
      end = new Flights.End.NotShared();
      return Share.ALONE;
    } finally {
      if (!makes) {
        flights.end(asked.key().toString(), own, end);
      }
    }
  }

  private CacheLookup look(Asked asked) {
    return cache.store().findOrClaim(asked.key(), asked.context().user(), cache.lease());
  }

  /** A reply that was made just now, as those get it who have waited. */
  KeptReply fresh(Json.Obj form) {
    return KeptReply.read(new CacheLookup.Found(form, parts.clock().instant()));
  }

  /** Makes a reply findable by what is similar. */
  void index(Asked asked) {
    similar.ifPresent(
        index -> asked.question().ifPresent(question -> index.add(question, asked.key().key())));
  }
}
