# The knife jams behind a whole receipt: the receipt is printed, and the till says what is wrong.
printer ready
faults at byte 0 cutter-jammed
sale
end
printer degraded
