package dev.atom.mock;

import dev.atom.CallContext;
import dev.atom.IdSource;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A chat model that answers by script, without a provider, a key or a network.
 *
 * <p>For a call it takes the first rule that matches ({@link Builder#when}), else the next reply in
 * order ({@link Builder#reply}), else the one for everything else ({@link Builder#otherwise}), and
 * fails with {@link UnexpectedCall} if there is none of these. It honours cancellation, deadline and
 * interrupts of a call, refuses what its capabilities don't cover, and remembers every call. Whole
 * and streamed replies are the same. Thread-safe.
 */
public final class MockModel implements ChatModel {
  private final ModelRef ref;
  private final Set<Capability> capabilities;
  private final int pieceSize;
  private final Optional<VirtualClock> clock;
  private final IdSource ids;
  private final Script script;
  private final List<MockCall> calls = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger numbers = new AtomicInteger();

  private MockModel(Builder builder) {
    ref = builder.ref;
    capabilities = Set.copyOf(builder.capabilities);
    pieceSize = builder.pieceSize;
    clock = builder.clock;
    ids = builder.ids;
    script = new Script(builder.rules, builder.inOrder, builder.otherwise);
  }

  /**
   * Returns a builder of a model without a script.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Returns a model that repeats the text of the last message, for programs that must run without a
   * key.
   *
   * @return a new model
   */
  public static MockModel echo() {
    return newBuilder().model(new ModelRef("mock", "echo")).otherwise(MockModel::echoOf).build();
  }

  private static MockReply echoOf(ChatRequest request) {
    List<ChatMessage> messages = request.messages();
    return MockReply.text(messages.get(messages.size() - 1).text());
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    int number = accept(request, context, false);
    Pause pause = new Pause(ref, context, clock);
    pause.check();
    MockReply reply = script.next(request, number);
    pause.await(reply.timing().first());
    if (reply.broken().isPresent()) {
      throw reply.broken().get().failure().apply(Failure.at(refOf(request)));
    }
    return built(reply, request, number);
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    int number = accept(request, context, true);
    Pause pause = new Pause(ref, context, clock);
    pause.check();
    MockReply reply = script.next(request, number);
    pause.await(reply.timing().first());
    Optional<MockReply.Break> broken = reply.broken();
    if (broken.isPresent() && broken.get().afterEvents() == 0) {
      throw broken.get().failure().apply(Failure.at(refOf(request)));
    }
    return new MockStream(built(reply, request, number), reply, pieceSize, pause);
  }

  /**
   * Returns every call so far, refused and failed ones too.
   *
   * @return a copy, oldest first
   */
  public List<MockCall> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /**
   * Returns the request of the latest call.
   *
   * @return the request
   * @throws IllegalStateException if there was no call
   */
  public ChatRequest lastRequest() {
    List<MockCall> all = calls();
    if (all.isEmpty()) {
      throw new IllegalStateException("the mock model was not called yet");
    }
    return all.get(all.size() - 1).request();
  }

  /**
   * Checks that no call was unexpected, also none whose error was swallowed, and that every reply in
   * order was asked for.
   *
   * @throws UnexpectedCall if not
   */
  public void assertFinished() {
    script.assertFinished();
  }

  private int accept(ChatRequest request, CallContext context, boolean streamed) {
    int number;
    synchronized (calls) {
      calls.add(new MockCall(request, context, streamed));
      number = numbers.incrementAndGet();
    }
    Set<Capability> missing = Capability.neededBy(request, streamed);
    missing.removeAll(capabilities);
    if (!missing.isEmpty()) {
      String message = "the model can't do what the request needs: " + missing;
      throw new CapabilityMissing(Failure.at(refOf(request)).message(message).build());
    }
    return number;
  }

  private ModelRef refOf(ChatRequest request) {
    return request.model().map(name -> new ModelRef(ref.provider(), name)).orElse(ref);
  }

  private ChatReply built(MockReply reply, ChatRequest request, int number) {
    List<Part> parts = reply.parts().stream().map(this::withId).toList();
    Usage usage = reply.usage().orElseGet(() -> Tokens.estimate(request, parts));
    return ChatReply.newBuilder(refOf(request))
        .id("mock-" + number)
        .choice(parts, reply.finish())
        .usage(usage)
        .build();
  }

  private Part withId(Part part) {
    return part instanceof Part.ToolCall call && call.id().isEmpty()
        ? new Part.ToolCall(ids.next(), call.name(), call.arguments(), call.state())
        : part;
  }

  /**
   * Returns the model's name and the number of calls; nothing of their content.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "MockModel[" + ref + ", " + calls.size() + " calls]";
  }

  /**
   * Builds a {@link MockModel}. Defaults: named {@code mock/scripted}, every capability, pieces of 8
   * characters, ids of tool calls {@code call-1}, {@code call-2} and so on, no clock, no script. Not
   * thread-safe.
   */
  public static final class Builder {
    private ModelRef ref = new ModelRef("mock", "scripted");
    private Set<Capability> capabilities = chatCapabilities();
    private int pieceSize = 8;
    private Optional<VirtualClock> clock = Optional.empty();
    private IdSource ids = SequentialIds.of("call-");
    private final List<Script.Rule> rules = new ArrayList<>();
    private final List<Function<ChatRequest, MockReply>> inOrder = new ArrayList<>();
    private Optional<Function<ChatRequest, MockReply>> otherwise = Optional.empty();

    private Builder() {}

    private static Set<Capability> chatCapabilities() {
      Set<Capability> all = EnumSet.allOf(Capability.class);
      all.removeIf(capability -> !capability.ofChat());
      return all;
    }

    /**
     * Sets the model's name.
     *
     * @param ref provider and name
     * @return this builder
     */
    public Builder model(ModelRef ref) {
      this.ref = Objects.requireNonNull(ref, "ref");
      return this;
    }

    /**
     * Sets what the model can do; a request that needs more is refused.
     *
     * @param capabilities all it can do
     * @return this builder
     */
    public Builder capabilities(Capability... capabilities) {
      this.capabilities = Set.of(capabilities);
      return this;
    }

    /**
     * Sets how many characters (code points) a delta of a stream has at most.
     *
     * @param characters 1 or more
     * @return this builder
     */
    public Builder pieceSize(int characters) {
      if (characters < 1) {
        throw new IllegalArgumentException("pieceSize is " + characters + "; it must be 1 or more");
      }
      pieceSize = characters;
      return this;
    }

    /**
     * Sets the clock on which replies take their time.
     *
     * @param clock moved by the test
     * @return this builder
     */
    public Builder clock(VirtualClock clock) {
      this.clock = Optional.of(clock);
      return this;
    }

    /**
     * Sets where the ids of tool calls come from.
     *
     * @param ids the source
     * @return this builder
     */
    public Builder ids(IdSource ids) {
      this.ids = Objects.requireNonNull(ids, "ids");
      return this;
    }

    /**
     * Adds a text as the next reply in order.
     *
     * @param text the text
     * @return this builder
     */
    public Builder reply(String text) {
      return reply(MockReply.text(text));
    }

    /**
     * Adds the next reply in order; each is given once.
     *
     * @param reply the reply
     * @return this builder
     */
    public Builder reply(MockReply reply) {
      Objects.requireNonNull(reply, "reply");
      return reply(request -> reply);
    }

    /**
     * Adds the next reply in order as a function of the request.
     *
     * @param reply makes the reply
     * @return this builder
     */
    public Builder reply(Function<ChatRequest, MockReply> reply) {
      inOrder.add(Objects.requireNonNull(reply, "reply"));
      return this;
    }

    /**
     * Begins a rule for requests whose last message contains a text.
     *
     * @param text what it must contain
     * @return the rule, to be ended with a reply
     */
    public Rule whenAsked(String text) {
      return when(
          "asked \"" + text + "\"",
          request -> request.messages().get(request.messages().size() - 1).text().contains(text));
    }

    /**
     * Begins a rule. Rules are tried in the order they were added, before the replies in order, and
     * hold for any number of calls.
     *
     * @param matches which requests it is for
     * @return the rule, to be ended with a reply
     */
    public Rule when(Predicate<ChatRequest> matches) {
      return when("rule " + (rules.size() + 1), matches);
    }

    /**
     * Begins a rule with a name for the message of an {@link UnexpectedCall}.
     *
     * @param name what the rule is for
     * @param matches which requests it is for
     * @return the rule, to be ended with a reply
     */
    public Rule when(String name, Predicate<ChatRequest> matches) {
      return new Rule(this, name, matches);
    }

    /**
     * Sets what answers every request that nothing else answers.
     *
     * @param reply makes the reply
     * @return this builder
     */
    public Builder otherwise(Function<ChatRequest, MockReply> reply) {
      otherwise = Optional.of(reply);
      return this;
    }

    /**
     * Returns the model.
     *
     * @return a new model with a script of its own
     */
    public MockModel build() {
      return new MockModel(this);
    }
  }

  /** A rule that lacks its reply. */
  public static final class Rule {
    private final Builder builder;
    private final String name;
    private final Predicate<ChatRequest> matches;

    private Rule(Builder builder, String name, Predicate<ChatRequest> matches) {
      this.builder = builder;
      this.name = name;
      this.matches = Objects.requireNonNull(matches, "matches");
    }

    /**
     * Ends the rule with a text.
     *
     * @param text what is replied each time
     * @return the builder
     */
    public Builder reply(String text) {
      return reply(MockReply.text(text));
    }

    /**
     * Ends the rule with a reply.
     *
     * @param reply what is replied each time
     * @return the builder
     */
    public Builder reply(MockReply reply) {
      Objects.requireNonNull(reply, "reply");
      return reply(request -> reply);
    }

    /**
     * Ends the rule with a function of the request.
     *
     * @param reply makes the reply
     * @return the builder
     */
    public Builder reply(Function<ChatRequest, MockReply> reply) {
      builder.rules.add(new Script.Rule(name, matches, reply));
      return builder;
    }
  }
}
