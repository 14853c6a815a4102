# Nothing goes wrong: three receipts, each proved by its fence.
printer ready
sale
end
sale
end
sale
end
