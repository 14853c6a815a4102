# The roll is nearly at its end: the till says so, and prints.
printer ready
faults at byte 100 paper-near-end
sale
end
printer degraded
sale
end
