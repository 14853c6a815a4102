# The knife jams behind a whole receipt: the receipt is printed, and the next one too.
printer ready
faults at byte 0 cutter-jammed
sale
end
