"""The seal of the database's pages, for tests that change a store at rest as if the till had."""

PAGE = 4096
BODY = PAGE - 8
ODD = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def seal_of(page, number):
    """The eight bytes at the end of a page, whose number counts from 1."""
    chains = [number + 1, 2, 3, 4]
    for index in range(BODY // 8):
        word = int.from_bytes(page[8 * index:8 * index + 8], "little")
        mixed = (chains[index % 4] ^ word) * ODD & MASK
        chains[index % 4] = (mixed << 31 | mixed >> 33) & MASK
    seal = ODD
    for chain in chains:
        seal = (seal ^ chain) * ODD & MASK
        seal ^= seal >> 29
    return seal.to_bytes(8, "little")


def seal(path):
    """Gives every page of a closed database its seal; returns how many had another one."""
    data = bytearray(path.read_bytes())
    changed = 0
    for start in range(0, len(data), PAGE):
        page = data[start:start + PAGE]
        right = seal_of(page, start // PAGE + 1)
        if page[BODY:] != right:
            data[start + BODY:start + PAGE] = right
            changed += 1
    path.write_bytes(data)
    return changed
