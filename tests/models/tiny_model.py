"""Writes a language model of half a megabyte: random weights in the GGUF form, for a test server.

What it says is gibberish that a reader can type and that ends by itself. The server around it is
real, and so are its stream, its schemas and its tool calls. Four hidden dimensions are not random:

CONSTANT  the same for every token, so that a column of the output matrix is a plain preference
OFFERED   set by the mark before the tools that a request offers, and by nothing else
CALLING   what one head of the first layer reads from OFFERED; it makes a reply begin with a call,
          and the end of a call the end of the reply
BEGINNING set by a new line, after which a reply begins; it keeps a reply from ending there

usage: tiny_model.py FILE
"""

import string
import sys

import gguf
import numpy

WIDTH, HEADS, LAYERS, INNER, CONTEXT = 64, 4, 2, 128, 8192
CONSTANT, OFFERED, CALLING, BEGINNING = 0, 1, 2, 3
WIRED = 4
KIND = gguf.TokenType
WORDS = "a and the to of it is was you your what how who more do did work with for from this that"

TEMPLATE = """{%- if tools %}<|im_start|>system
<tools>
{%- for tool in tools %}
{{ tool | tojson }}
{%- endfor %}
</tools><|im_end|>
{% endif %}
{%- for message in messages %}<|im_start|>{{ message.role }}
{%- if message.content %}
{{ message.content }}
{%- endif %}
{%- for call in message.tool_calls or [] %}
<tool_call>{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}</tool_call>
{%- endfor %}<|im_end|>
{% endfor %}
{%- if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""


def vocabulary():
    """Every token with its score, kind and preference."""
    never, control = -30.0, KIND.CONTROL
    yield "<unk>", 0.0, KIND.UNKNOWN, never
    yield "<s>", 0.0, control, never
    yield "</s>", 0.0, control, never
    # Every byte, so that any text can be read and any grammar be obeyed.
    for byte in range(256):
        yield f"<0x{byte:02X}>", 0.0, KIND.BYTE, never
    yield "<|im_start|>", 0.0, control, never
    yield "<|im_end|>", 0.0, control, 1.25  # a reply ends by itself
    for place, letter in enumerate(string.digits + string.ascii_letters + string.punctuation):
        if letter in '"}]':
            liking = 1.6  # what is opened is soon closed
        elif letter in string.ascii_lowercase:
            liking = 0.6
        else:
            liking = never if letter == "<" else -1.0
        yield letter, -1.0 - place, KIND.NORMAL, liking
    yield "\u2581", -0.5, KIND.NORMAL, 1.2
    for place, word in enumerate(WORDS.split()):
        yield f"\u2581{word}", -0.1 * (place + 1), KIND.NORMAL, 1.2
    for mark in ("<tools>", "</tools>", "<tool_call>", "</tool_call>"):
        yield mark, 0.0, KIND.USER_DEFINED, never


def look_for_tools(head):
    """Has the first head of a layer look for the mark of offered tools, from any distance."""
    size = WIDTH // HEADS
    slowest = size - 2  # the pair that positions turn least
    for part in ("attn_q", "attn_k", "attn_v"):
        head[part][:size, :] = 0
    head["attn_output"][:, :size] = 0
    head["attn_q"][slowest, CONSTANT] = 1.3
    head["attn_k"][slowest, OFFERED] = 1.3
    head["attn_v"][0, OFFERED] = 1.0
    head["attn_output"][CALLING, 0] = 0.6


def main(path):
    tokens, scores, kinds, likings = zip(*vocabulary())
    chance = numpy.random.default_rng(7)

    def random(*shape, size=0.2):
        return chance.normal(0, size, shape).astype(numpy.float32)

    file = gguf.GGUFWriter(path, "llama")
    file.add_name("tiny")
    file.add_context_length(CONTEXT)
    file.add_embedding_length(WIDTH)
    file.add_block_count(LAYERS)
    file.add_feed_forward_length(INNER)
    file.add_head_count(HEADS)
    file.add_head_count_kv(HEADS)
    file.add_rope_dimension_count(WIDTH // HEADS)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_vocab_size(len(tokens))
    file.add_file_type(gguf.LlamaFileType.ALL_F32)
    file.add_tokenizer_model("llama")
    file.add_tokenizer_pre("default")
    file.add_token_list([token.encode() for token in tokens])
    file.add_token_scores(list(scores))
    file.add_token_types(list(kinds))
    file.add_bos_token_id(tokens.index("<s>"))
    file.add_eos_token_id(tokens.index("<|im_end|>"))
    file.add_unk_token_id(tokens.index("<unk>"))
    file.add_add_bos_token(True)
    file.add_add_eos_token(False)
    file.add_add_space_prefix(False)
    file.add_chat_template(TEMPLATE)

    embedding = random(len(tokens), WIDTH)
    embedding[:, :WIRED] = 0
    embedding[:, CONSTANT] = 4.0
    embedding[tokens.index("<tools>"), OFFERED] = 6.0
    embedding[tokens.index("</tool_call>"), CALLING] = -8.0
    embedding[tokens.index("<0x0A>"), BEGINNING] = 4.0
    output = random(len(tokens), WIDTH, size=0.15)
    output[:, :WIRED] = 0
    output[:, CONSTANT] = numpy.array(likings, numpy.float32) / 4.0
    output[tokens.index("<tool_call>"), CALLING] = 20.0
    output[tokens.index("<|im_end|>"), CALLING] = -20.0
    output[tokens.index("<|im_end|>"), BEGINNING] = -20.0
    file.add_tensor("token_embd.weight", embedding)
    file.add_tensor("output_norm.weight", numpy.ones(WIDTH, numpy.float32))
    file.add_tensor("output.weight", output)
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        for norm in ("attn_norm", "ffn_norm"):
            file.add_tensor(f"{block}{norm}.weight", numpy.ones(WIDTH, numpy.float32))
        head = {part: random(WIDTH, WIDTH) for part in ("attn_q", "attn_k", "attn_v")}
        head["attn_output"] = random(WIDTH, WIDTH, size=0.02)
        head["attn_output"][:WIRED, :] = 0
        if layer == 0:
            look_for_tools(head)
        for part, matrix in head.items():
            file.add_tensor(f"{block}{part}.weight", matrix)
        for part in ("ffn_gate", "ffn_up"):
            file.add_tensor(f"{block}{part}.weight", random(INNER, WIDTH))
        down = random(WIDTH, INNER, size=0.02)
        down[:WIRED, :] = 0
        file.add_tensor(f"{block}ffn_down.weight", down)
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()


if __name__ == "__main__":
    main(sys.argv[1])
