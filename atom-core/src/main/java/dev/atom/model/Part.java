package dev.atom.model;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A piece of a message. Immutable and thread-safe. */
public sealed interface Part {
  /**
   * Text.
   *
   * @param text the characters
   * @param citations what the provider says the text rests on, in its order
   */
  record Text(String text, List<Citation> citations) implements Part {
    /** Copies the citations. */
    public Text {
      Objects.requireNonNull(text, "text");
      citations = List.copyOf(citations);
    }

    /**
     * Returns the length only: the text may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Text[" + text.length() + " characters]";
    }
  }

  /**
   * A picture.
   *
   * @param media where or what it is
   * @param detail how closely to look, such as {@code "low"}; empty leaves it to the provider
   */
  record Image(Media media, Optional<String> detail) implements Part {
    /**
     * Returns the medium, without its content.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Image[" + media + "]";
    }
  }

  /**
   * Speech or other sound.
   *
   * @param media where or what it is
   * @param transcript what is said in it, where known
   */
  record Audio(Media media, Optional<String> transcript) implements Part {
    /**
     * Returns the medium, without its content.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Audio[" + media + "]";
    }
  }

  /**
   * A document, such as a PDF.
   *
   * @param media where or what it is
   * @param name the file's name
   */
  record File(Media media, Optional<String> name) implements Part {
    /**
     * Returns the medium, without its name and content.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "File[" + media + "]";
    }
  }

  /**
   * The model's wish to have a tool called.
   *
   * @param id the provider's id of this call, repeated in the result
   * @param name the tool's name
   * @param arguments the arguments as the model wrote them: JSON text, or what was meant to be
   * @param state what the provider needs back unchanged with this call
   */
  record ToolCall(String id, String name, String arguments, Optional<ProviderState> state)
      implements Part {
    /** Refuses null; blank arguments become an empty object. */
    public ToolCall {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      arguments = arguments.isBlank() ? "{}" : arguments;
    }

    /**
     * Parses the arguments.
     *
     * @return the arguments
     * @throws dev.atom.json.JsonException if the model wrote something else than a JSON object
     */
    public Json.Obj argumentsJson() {
      return Json.parseObject(arguments);
    }

    /**
     * Returns id and tool: the arguments may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "ToolCall[" + id + " " + name + "]";
    }
  }

  /**
   * What a called tool answered.
   *
   * @param callId the call's id
   * @param name the tool's name
   * @param content the answer, mostly one text
   * @param failed whether the tool failed and the content says why
   */
  record ToolResult(String callId, String name, List<Part> content, boolean failed)
      implements Part {
    /** Copies the content. */
    public ToolResult {
      Objects.requireNonNull(callId, "callId");
      Objects.requireNonNull(name, "name");
      content = List.copyOf(content);
    }

    /**
     * Returns call and tool: the content may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "ToolResult[" + callId + " " + name + (failed ? ", failed]" : "]");
    }
  }

  /**
   * The model's reasoning before its reply.
   *
   * @param text the reasoning or its summary; empty where the provider keeps it to itself
   * @param state what the provider needs back unchanged, such as a signature
   */
  record Reasoning(String text, Optional<ProviderState> state) implements Part {
    /** Refuses null. */
    public Reasoning {
      Objects.requireNonNull(text, "text");
    }

    /**
     * Returns the length only: the text may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Reasoning[" + text.length() + " characters]";
    }
  }

  /**
   * The model declines to answer, in its own words.
   *
   * @param text the words
   */
  record Refusal(String text) implements Part {
    /** Refuses null. */
    public Refusal {
      Objects.requireNonNull(text, "text");
    }

    /**
     * Returns the length only: the text may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Refusal[" + text.length() + " characters]";
    }
  }

  /**
   * A step that the provider took by itself, such as a web search, or another item of a reply that
   * it alone understands. Send it back where it stood; clients drop the items of other providers.
   *
   * @param kind the provider's word for it, such as {@code "web_search_call"}
   * @param state the item as the provider sent it
   */
  record ProviderItem(String kind, ProviderState state) implements Part {
    /** Refuses null. */
    public ProviderItem {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(state, "state");
    }

    /**
     * Returns provider and kind: the item may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "ProviderItem[" + state.provider() + " " + kind + "]";
    }
  }

  /**
   * What one provider alone understands and must get back unchanged in a later request. Clients
   * drop the state of other providers.
   *
   * @param provider the provider's id
   * @param data the item as the provider sent it
   */
  record ProviderState(String provider, Json data) {
    /** Refuses null. */
    public ProviderState {
      Objects.requireNonNull(provider, "provider");
      Objects.requireNonNull(data, "data");
    }

    /**
     * Returns the provider only: the data may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "ProviderState[" + provider + "]";
    }
  }

  /**
   * What a stretch of text rests on.
   *
   * @param source the address or the file's id
   * @param title the source's title, where known
   * @param start the first character of the stretch in the text, from 0; -1 where unknown
   * @param end the character behind the stretch; -1 where unknown
   */
  record Citation(String source, Optional<String> title, int start, int end) {
    /**
     * Returns the stretch only: source and title may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Citation[" + start + " to " + end + "]";
    }
  }

  /**
   * Returns a text part without citations.
   *
   * @param text the characters
   * @return the part
   */
  static Text text(String text) {
    return new Text(text, List.of());
  }

  /**
   * Returns a picture.
   *
   * @param media where or what it is
   * @return the part
   */
  static Image image(Media media) {
    return new Image(media, Optional.empty());
  }

  /**
   * Returns the answer of a tool as one text.
   *
   * @param call the call it answers
   * @param text the answer
   * @return the part
   */
  static ToolResult toolResult(ToolCall call, String text) {
    return new ToolResult(call.id(), call.name(), List.of(text(text)), false);
  }

  /**
   * Reads a part from its stored form. Members that are not known are passed over.
   *
   * @param json what {@link #toJson} returned
   * @return an equal part
   * @throws dev.atom.json.JsonException if it is no part; names the path
   */
  static Part fromJson(Json.Obj json) {
    return PartJson.read(json);
  }

  /**
   * Reads several parts from a member that holds an array of them.
   *
   * @param json the object that has the member
   * @param member the member's name
   * @return the parts, in their order
   * @throws dev.atom.json.JsonException if it is no array of parts; names the path
   */
  static List<Part> listFromJson(Json.Obj json, String member) {
    return PartJson.readAll(json, member);
  }

  /**
   * Returns the form in which a part is stored: an object whose member {@code type} is {@code text},
   * {@code image}, {@code audio}, {@code file}, {@code tool_call}, {@code tool_result}, {@code
   * reasoning}, {@code refusal} or {@code provider_item}. Inline media are in base64; providers' state is kept.
   *
   * @return the object
   */
  default Json.Obj toJson() {
    return PartJson.write(this);
  }

  /**
   * Joins the text parts.
   *
   * @param parts any parts
   * @return empty if none is text
   */
  static String textOf(List<Part> parts) {
    if (parts.size() == 1) {
      return parts.get(0) instanceof Text only ? only.text() : "";
    }
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Text t) {
        text.append(t.text());
      }
    }
    return text.toString();
  }
}
