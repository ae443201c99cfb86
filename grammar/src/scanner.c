// What regular expressions cannot cut: block comments, which nest, and two helps for recovery. All of it without state.
//
// 1. The words that begin an item are tokens everywhere. The generated lexer knows a word as a keyword only where the
//    grammar allows it or an identifier; elsewhere it would be a name, and `use a:b/c` without its `;` would swallow
//    the head of the item behind it.
// 2. While tree-sitter skips tokens, a name with a block behind it is skipped in one piece. Otherwise the head of an
//    intact interface would be skipped alone (cheapest for tree-sitter) and its members given to the broken one above.
#include "tree_sitter/parser.h"

/// In the order of `externals` in grammar.js.
enum TokenType { BLOCK_COMMENT, BLOCK_DOC_COMMENT, SKIPPED_BLOCK, ITEM_INTERFACE, INLINE_INTERFACE, FIRST_ITEM_WORD };
static const char *const ITEM_WORDS[] = {
  "package", "use", "world", "import", "export", "include", "type", "record", "flags", "variant", "enum", "resource",
};

/// Deeper than blocks nest in WIT; without a limit, a file of nothing but `a {` would take quadratic time.
static const unsigned MAX_BLOCK_DEPTH = 8;
/// The same for a file of nothing but `/*`.
static const unsigned MAX_OPEN_COMMENTS = 64;

void *tree_sitter_wit_external_scanner_create(void) { return NULL; }
void tree_sitter_wit_external_scanner_destroy(void *payload) { (void)payload; }
unsigned tree_sitter_wit_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}
void tree_sitter_wit_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static bool is_space(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xFEFF; }

/// Any character of a word, roughly: enough not to cut a keyword out of a longer word.
static bool is_word(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         (c >= 0x80 && c != 0xFEFF);
}

static bool equals(const char *a, const char *b) {
  while (*a != 0 && *a == *b) a++, b++;
  return *a == *b;
}

/// Behind `/*`: goes behind the `*/` that closes it. Gives the number of comments still open: 0 if it was closed.
static unsigned finish_comment(TSLexer *lexer) {
  unsigned depth = 1;
  while (!lexer->eof(lexer)) {
    int32_t first = lexer->lookahead;
    advance(lexer);
    if (first == '*' && lexer->lookahead == '/') {
      advance(lexer);
      if (--depth == 0) return 0;
    } else if (first == '/' && lexer->lookahead == '*') {
      advance(lexer);
      depth++;
    }
  }
  return depth;
}

/// `/** … */` is a doc comment; `/**/` and `/***…` are not. A comment that nothing closes is no token.
static bool scan_comment(TSLexer *lexer, bool recovering) {
  advance(lexer);
  if (lexer->lookahead != '*') return false;
  advance(lexer);
  lexer->result_symbol = BLOCK_COMMENT;
  if (lexer->lookahead == '*') {
    advance(lexer);
    if (lexer->lookahead == '/') {
      advance(lexer);
      return true;
    }
    if (lexer->lookahead != '*') lexer->result_symbol = BLOCK_DOC_COMMENT;
  }
  unsigned open = finish_comment(lexer);
  if (open > MAX_OPEN_COMMENTS && recovering) lexer->result_symbol = SKIPPED_BLOCK;
  return open == 0 || (open > MAX_OPEN_COMMENTS && recovering);
}

/// Reads a word; true if it begins an item.
static bool scan_item_word(TSLexer *lexer, const bool *valid_symbols) {
  char word[16] = {0};
  for (unsigned length = 0; is_word(lexer->lookahead); length++) {
    if (length < sizeof word - 1) word[length] = (char)lexer->lookahead;
    advance(lexer);
  }
  if (equals(word, "interface")) {
    // Only an item has a name: this tells it from the interface inside `import x: interface { … }`.
    lexer->mark_end(lexer);
    while (is_space(lexer->lookahead)) advance(lexer);
    bool item = is_word(lexer->lookahead) || lexer->lookahead == '%' || !valid_symbols[INLINE_INTERFACE];
    lexer->result_symbol = item ? ITEM_INTERFACE : INLINE_INTERFACE;
    return true;
  }
  for (unsigned i = 0; i < sizeof ITEM_WORDS / sizeof *ITEM_WORDS; i++) {
    if (!equals(word, ITEM_WORDS[i])) continue;
    lexer->result_symbol = (TSSymbol)(FIRST_ITEM_WORD + i);
    return true;
  }
  return false;
}

/// Behind a word: goes behind the block that follows it.
static bool scan_block(TSLexer *lexer) {
  while (is_space(lexer->lookahead)) advance(lexer);
  if (lexer->lookahead != '{') return false;
  lexer->result_symbol = SKIPPED_BLOCK;
  unsigned depth = 0;
  while (!lexer->eof(lexer)) {
    int32_t first = lexer->lookahead;
    advance(lexer);
    if (first == '{' && ++depth > MAX_BLOCK_DEPTH) return false;
    if (first == '}' && --depth == 0) return true;
    if (first == '/' && lexer->lookahead == '/') {
      while (lexer->lookahead != '\n' && !lexer->eof(lexer)) advance(lexer);
    } else if (first == '/' && lexer->lookahead == '*') {
      advance(lexer);
      if (finish_comment(lexer) != 0) return false;
    }
  }
  return false;
}

bool tree_sitter_wit_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  (void)payload;
  bool recovering = valid_symbols[SKIPPED_BLOCK]; // no rule uses it
  while (is_space(lexer->lookahead)) lexer->advance(lexer, true);
  if (lexer->lookahead == '/') return scan_comment(lexer, recovering);
  if (!is_word(lexer->lookahead)) return false;
  return scan_item_word(lexer, valid_symbols) || (recovering && scan_block(lexer));
}
