# The paper ends in the middle of a receipt; on a new roll the next one prints whole.
printer ready
sale
end
faults at byte 300 paper-end
sale
end
printer degraded
faults at byte 0 paper-loaded
printer ready
sale
end
