#include <zint.h>

/* Whether a module is black. Swift sees the array of modules as a tuple of 28,800 bytes, and takes
   many minutes to compile one use of it. */
static inline int zint_module_is_black(const struct zint_symbol *symbol, int row, int column) {
  return symbol->encoded_data[row][column >> 3] >> (column & 7) & 1;
}
