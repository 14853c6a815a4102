# An error that only service clears, in the middle of a receipt.
printer ready
faults at byte 300 broken
sale
end
printer degraded
