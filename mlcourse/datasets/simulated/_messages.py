"""The grammars of the text messages in the spam set: what people write, and what spammers write."""

from __future__ import annotations

HAM = """
message:
    12* {open} {plan} {close} | 7* {open} {late} {close} | 8* {open} {answer} {close} | 7* {open} {question} {close}
    7* {open} {chat} {close} | 5* {open} {errand} {close} | 5* {open} {study} {close} | 4* {open} {health} {close}
    5* {affection} {close} | 4* {open} {sport} {close} | 4* {open} {money} {close} | 3* {open} {phone} {close}
    3* {open} {thanks} {close} | 5* {open} {story} {chat} {close} | 5* {open} {chat}. {question} | 5* {answer}. {plan}
    4* {late}. {errand} {close} | 4* {affection}. {chat}. {plan} {close} | 4* {open} {study}. {question} {close}
    3* {thanks}. {story} {answer} {close} | 5* {open} {story} {story} {plan} {close}
    3* {open} {story} {chat}. {health}. {money}. {question} {close} | 6* {short} | 2* {forward}
short:
    3* ok | 2* ok thanks | yes | no | yup | nope not yet | where are you? | {late} | call me
    in a meeting, call later | 3* can't talk now, will ring you in a bit | ok see you {when} | what time? | home now
    on my way | lol | haha ok | almost there | good night | morning! | you up? | what happened? | which one? | really?
    thank you so much | got it | same here | not bad, you? | me too | ok then | don't know yet | who is this?
    happy birthday! | are you sure? | sounds good | give me 5 minutes | just got your message | will do | i'm outside
    just woke up | as you wish
open:
    10* ~ | 3* hey {name}, | hi | hi {name}! | hello, | ok, | oh | yeah | well, | sorry, | {name}, | haha | so | hmm,
    no worries, | btw | listen, | good morning! | oh no, | oh dear, | hiya, | my dear, | mate,
close:
    14* ~ | x | xx | lol | :) | ;) | ok? | haha | thanks | see you | take care | love you | bye | talk later | x x
    let me know | hope you are well | miss you | :-( | cheers | right? | {name}
name: {girl} | {boy} | mum | dad | sis | bro | dear | mate | hun | {girl} | {boy}
person:
    {girl} | {boy} | my mum | my dad | my sister | my brother | my uncle | my boss | the landlord | my flatmate | nan
    {girl} and {boy} | my cousin | the neighbour | our teacher | her mum | his wife | the kids | {boy}'s friend
    grandma
girl:
    Amy | Priya | Jess | Wei Ling | Chloe | Fatima | Kate | Nina | Ruth | Zara | Hannah | Mei | Olga | Sunita | Beth
    Ella | Anjali | Nicola | Shu Min | Padma | Rachel | Leanne | Xin Yi | Tracy | Noor | Gemma | Laura | Siti | Yvonne
    Carly | Donna | Imogen | Keisha
boy:
    Tom | Raj | Dave | Jun | Ben | Ali | Mark | Sam | Kofi | Luke | Arjun | Pete | Harry | Femi | Josh | Kumar | Liam
    Ravi | Steve | Hassan | Callum | Owen | Vikram | Dinesh | Wei Jie | Neil | Omar | Craig | Boon | Yusuf | Alex
    Gary | Chen
when:
    4* tomorrow | 3* tonight | 3* later | at {hour} | at {hour} | after work | after class | on {day} | this weekend
    next week | in the morning | before lunch | {day} night | around {hour} | after the exam | in an hour
    this evening | when you are free | at half past {number} | soon
day: Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday
hour:
    {number} | {number}pm | {number}.30 | half {number} | {number} o'clock | noon | 10 or so | {number}ish
    {number}:15
number: 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 11
few: 5 | 10 | 15 | 20 | 2 | a few | 30 | 45
place:
    the station | home | town | the library | the gym | my place | your place | the pub | the mall | the office
    school | the canteen | the cinema | the bus stop | the airport | the park | campus | the market | {person}'s house
    the clinic | the bank | the hall | the new coffee shop | the car park | church | the post office | the beach
    the hostel
shut:
    the library | the gym | the pub | the mall | the canteen | the cinema | the market | the clinic | the bank
    the hall | the new coffee shop | the post office | the swimming pool
food:
    pizza | curry | noodles | some lunch | dinner | breakfast | chicken rice | a coffee | fish and chips | soup | cake
    tea | sandwiches | the leftovers | ice cream | a burger | pasta | dumplings | rice and dhal | toast | chips
dish:
    pizza | curry | noodles | chicken rice | soup | cake | ice cream | pasta | rice | dhal | toast | bread | chocolate
    chips | bacon | satay | cheese | trifle | popcorn | biryani | roast potatoes
thing:
    my charger | the keys | your jacket | the tickets | milk and bread | my umbrella | the book
    a present for {person} | your notes | the laptop | the camera | some cash | the shopping | eggs | my glasses
    the lecture slides | batteries | the form | the spare key | a card | my wallet | cat food | the dvd | toilet paper
    your bag | paper plates
do:
    watch a film | go shopping | have {food} | meet at {place} | go for a run | study together | go to {place}
    play pool | get a drink | go swimming | cook something | catch up | go for a walk | visit {person} | go clubbing
    play football | go to the gym | get {food} | have a bbq | see that new film | do karaoke | clean the flat
    go bowling
doing:
    watching tv | eating | cooking | at work | on the bus | in the bath | revising | in bed | at {place}
    in a lecture | doing laundry | packing | waiting for {person} | stuck in traffic | shopping with {person}
    having {food} | driving | having a nap | trying to sleep | at the dentist | cleaning the kitchen | walking the dog
    with {person} | in town
plan:
    do you want to {do} {when}? | shall we {do} {when}? | i have time {when} if you want to {do}
    are you coming to {place} {when}? | let's {do} {when} then | we are going to {place} {when}, want to come?
    {person} wants to {do} {when}, are you in? | i will meet you at {place} {when}
    can you pick me up from {place} {when}? | i can't make it {when}, how about {day}? | what are you doing {when}?
    do you still want to {do}? | come over {when}, we can {do} | how about we {do} {when} instead of going to {place}?
    tell {person} we meet {when} at {place} | maybe we should {do} {when}, i need a break
    {person} is having people over | i'm planning to {do} {when}, join me?
    it's {person}'s birthday on {day}, we have to {do} | book a table for {number} {when}, everybody is coming
    don't wait for me, i'll go to {place} straight from work | can we do {day} instead?
    i reached {place} already, where are you? | not sure about {when}, will ask {person} first
late:
    i'll be {few} minutes late | running late, start without me | the bus is late again, be there in {few} mins
    stuck at {place}, will be there {when} | i'm still {doing}, give me {few} mins
    leaving {place} now, see you in {few} | missed the train, next one is at {hour}
    i'm on the way, {few} more minutes | sorry i overslept, coming now | traffic is terrible, go ahead without me
    will be home {when}, keep some {dish} for me | i'm waiting at {place}, where are you?
    meeting is taking ages, will call you {when}
answer:
    yes i think so, {person} said it was fine | no, i didn't go, i was {doing} | i don't know, ask {person}
    ok no problem, see you {when} | not really, just {doing} | i told you already, it's on {day}
    yeah that's fine with me | i'm fine, just {doing} | no i already had {food} | sure, i'll bring {thing}
    it was ok, a bit boring | i haven't decided yet, maybe {when} | i think {person} has it
    sorry, i was {doing} and my phone was on silent | yes, i got {thing} | can't, i have to {do} with {person}
    i already left {place} | it's fine, don't worry about it | nothing much, {doing}. you?
    good, got home about {hour}, had {food} and went to bed | it's true, {person} told me | not tonight, i'm too tired
    i'm ok with {food}, you decide | the number is the one with {number} at the end | yes please, that would be lovely
    just what {person} gave me
question:
    have you seen {person}? | did you eat yet? | where did you put {thing}? | can you bring {thing} {when}?
    have you finished the assignment? | how was {place}? | what time does it start {when}? | did {person} call you?
    how are you feeling today? | can you call me {when}? | do we have any {dish} left? | is {person} with you?
    do you know when {shut} closes? | what do you want for dinner? | who else is coming {when}?
    are you {doing} or can i ring? | did you get my email? | did you manage to {do}? | why didn't you answer?
    do you remember the name of that film? | are you home {when}? | when is your flight? | have you got {thing}?
    what should i wear {when}? | which bus goes to {place}? | did the plumber come? | are you angry with me?
chat:
    i'm so tired today | just {doing}, so bored | the weather is awful, it rained all day
    i had {food}, now i'm so full | {person} is driving me crazy | can't sleep, thinking about {day}
    guess who i saw at {place}! {person}! | i need a holiday | work is so slow today
    finally finished everything, going to bed | that was a great night | i miss the old days at {place}
    i ate too much {dish} | my hair looks terrible | my room is a mess | you won't believe what {person} said
    i watched that film {person} talks about all the time, it was rubbish | it's so cold in here
    i had a dream about {place} and {person} | don't laugh, but i fell asleep {doing}
    {person} got a new job, starts on {day} | i'm so excited about {day} | i've been {doing} all day
    nothing to do here, everybody went to {place} | {person} says hi | the baby is finally asleep
    i got up at {hour} on a {day}, can you believe it | i started the diet again, no {dish} for me
    i'm in {place} and it's full of students | the exam is over at last | i won't be free till {hour}
story:
    i went to {place} with {person} and we had {food}. | yesterday {person} came over, we were {doing} till {hour}.
    i lost {thing} somewhere at {place}. | {person} called me at {hour} in the morning, i was {doing}.
    we tried to {do} but {shut} was closed. | my boss wants me to work on {day} again.
    the car broke down near {place}, {person} had to come and get us. | i was {doing} when the lights went out.
    {person} and i had a fight about {thing}. | they changed the timetable, so now i have class till {hour}.
    i sent you the photos from {place}, look at {person}'s face.
errand:
    can you buy {thing} on the way home? | please get {thing} and {food} | don't forget {thing}
    can you pick up {person} from {place} {when}? | pay the electric bill please, i left the money on the table
    i left {thing} at {place}, can you bring it? | remember to call {person} {when} | i need {thing} for {day}
    please switch on the heating | could you print the form for me? | remind me to take {thing} | feed the cat please
    can you check if i left {thing} in the car? | put the chicken in the oven at {hour} | tell {person} i have {thing}
    ask {person} to bring {thing} | please text me the address of {place}
study:
    the test is on {day}, haven't started | did you do question {number}? i don't understand it
    lecture is cancelled {when} | what is the homework for {day}? | i failed the mock, need help with maths
    are you going to the tutorial {when}? | my essay is due {when} and i've only {few} words
    our project meeting is at {hour} in {place} | can i borrow your notes? | results come out on {day}, so scared
    i got a B! so happy | prof said chapter {number} won't be in the exam | group {number} presents first
health:
    i've got a cold, staying in bed | my back is killing me | {person} is in hospital but doing fine, don't worry
    going to the doctor {when} | feeling better today | i have a headache, can we do it {when}?
    took the tablets and slept till {hour} | my tooth hurts so much | are you ok now? drink some tea and rest
    i think i ate something bad at {place}
affection:
    good night my dear, sleep well | i love you so much | thinking of you | miss you loads, can't wait till {day}
    good morning sunshine, have a lovely day | you make me so happy | happy birthday {name}, have a great day
    sweet dreams, dear | i'm sorry about last night, please don't be angry | sending you a big hug
    can't stop thinking about you | you are the best thing in my life | merry christmas to you and {person}
    wish you were here {doing} with me | i love it when you smile | happy new year {name}! best wishes to all
sport:
    did you watch the match? what a goal | we won {number}-1! | arsenal are playing {when}, pub?
    {boy} scored twice, can't believe we didn't win | who won the match? | the cricket is on at {hour}
    training is at {hour} {when}, bring {thing} | they deserve to win the cup | ran {number} miles, my legs are dead
    liverpool lost again, {boy} won't be happy
money:
    can you lend me {few} quid till {day}? | i transferred the money for {thing} | how much do i owe you for {food}?
    i haven't been paid yet | rent is due on {day} | the ticket costs {few} pounds each, shall i buy it?
    the shop has {thing} for half price, do you want one? | i spent all my cash at {place}
    i need to go to the bank {when} | got a discount on {thing}, only {few} pounds
phone:
    my battery is dying, call the landline | no signal at {place} | this is my new number, {name}. save it
    my phone fell in the sink, use this number | i have no credit left, ring me | did you get my missed call?
    new phone, who is this? | i only have {few} free texts left this month | the network was down all morning
    i'll call you from the office phone | it's {girl}, using {boy}'s phone
thanks:
    thanks for {food}, it was lovely | thank you for the present! | thanks for last night, had a great time
    thanks for helping me with {thing} | you are a star, thank you | congratulations on the new job!
    well done, {name}! so proud of you | sorry for being rude, i was tired | thanks a lot, will pay you back {when}
service:
    Reminder: your appointment at {clinic} is on {day} at {hour}. Reply {yes} to confirm.
    Your parcel will be delivered {day} between {hour} and {hour}. Track it: {hamlink}
    {code} is your login code. Do not share it with anyone.
    Hi {first}, your table for {number} at {restaurant} is booked for {day} {hour}. See you soon!
    Your order is ready to collect from {shop}. Please bring your ID.
    Your prescription is ready for collection at {shop}.
    {shop}: your balance is £{code} on {day}. We will never ask for your PIN by text.
    Dear customer, your call to customer service is waiting. Please call us back {when} on {hamphone}.
    Thank you for joining us. Your free trial lesson is on {day} at {hour}, {place}.
    {restaurant}: as a regular guest you get a free dessert {day}. Show this text. Reply STOP to opt out
    {shop}: our members' sale starts {day}! {few}0% off everything. Details {hamlink} or reply STOP
    Your {shop} points are worth £{number}. Use them before {day} or they expire. {hamlink}
    {shop} alert: a payment of £{code} was made on your card. If this was not you, call the number on the card.
    We tried to deliver your parcel today but nobody was home. Collect it from {place} with ref {code}.
    You have {number} new voicemails. Call {hamphone} to listen, calls are free.
    Hi {first}, your phone upgrade is due on {day}. Come to {shop} or call {hamphone} to talk about it.
    School closed {day} because of snow. Please collect children by {hour}.
    Your taxi is outside: blue car, driver {boy}, call {hamphone}.
    Library: {number} books are due on {day}. Renew at {hamlink}
    Your train ticket ref {code}. Collect at any machine at {place}. Have a nice trip!
    You have used {number}0% of your data. Text STOP to end these alerts.
    Your mobile bill of £{code} is ready. View it at {hamlink}
    Congratulations {first}, you have passed the theory test. Your certificate is in the post.
forward:
    fwd: {girl} is collecting for the {shop} charity run, text RUN to {code} to give {few} pounds. please do it :)
    is this real? it says i won a prize and must call now. {close}
    did you also get that text about a free phone? i think it's a scam
    join our pub quiz {when}! {number} per team, the winner gets a free drink. call {hamphone}
    my band plays {when} at {place}, tickets {few} pounds, details at {hamlink}
    win or lose we go to {place} {when}. free entry before {hour}! guaranteed good night
    you won't guess, i won the office raffle! a bottle of wine and a voucher for {restaurant}
    {person} got two free tickets for {day}, do you want one? reply quickly, only {number} left
    urgent! call me back now, {person} can't find {thing} and we have to go to {place}
    have you claimed the cash back for {thing}? it ends {day}
yes: YES | Y | OK | CONFIRM
clinic: City Dental | the health centre | Dr {boy}'s surgery | Hillside Physio | the eye clinic | Park Vets
shop:
    Northgate Bank | Green's Pharmacy | Millers | the post office | Fairways | Bluebird | the phone shop
    Oakdale Library
restaurant: Bella Luna | The Old Mill | Golden Wok | Spice Garden | Casa Verde
first: {girl} | {boy}
"""

SPAM = """
message:
    9* {prize} | 5* {ringtone} | 6* {chatline} | 4* {upgrade} | 5* {quiz} | 4* {loan} | 3* {voucher} | 3* {voicemail}
    3* {phishing} | 3* {parcel} | 3* {claim} | 2* {job} | 10* {friend} | 2* {coins} | 3* {games} | 2* {holiday}
    2* {psychic} | 2* {teaser}
prize:
    {shout} {greet} you have {won} {amount} {goods}! To {claimit} call {premium} {hurry} {small}
    {shout} Your number has been {awarded} {amount} {goods}. Call {premium} now to {claimit}. Code {code}. {small}
    {greet} we tried to contact you about your {goods}. This is our [nth] attempt! Call {premium} {hurry} {small}
    {valued} you have {won} {amount} prize reward. To {claimit} call {premium}. Claim code {code}. {small}
    {shout} [first], you did not {claimit} your {goods} from {day}. Text {word} to {short}. {small}
ringtone:
    Get the new {song} ringtone on your phone! Text {word} to {short}. {small}
    {freemsg} Your {network} mobile can get {few} free tones. Reply {word} for yours, {song} and more. {small}
    Top tones this week: 1 {song} 2 {song}. Txt TONE plus number to {short}. {small}
    Hi [first], your friend sent you the {song} tone! Get it free at {link}. {small}
chatline:
    Lonely {when}? {girlsin} are waiting to chat. Text {word} to {short}. {small} 18+
    {freemsg} hi i'm [first], 2{number}, from {town}. i saw your profile, text me back on {short} xx {small}
    Someone you know has asked our dating service to contact you! Find out who: call {premium}. {small}
    U have a secret admirer who is looking 2 make contact with u. Find out who they are. Reveal: {premium} {small}
    hey you, bored of {town}? reply {word} and meet real singles near you {when}. {small} To stop txt STOP
upgrade:
    {greet} you are due a free {phonebrand} with {few}0 mins. Call Mobile Update on {freephone} {hurry} {small}
    {network}: get {few} months half price line rental on a new {phonebrand}. Reply {word} or call {freephone}. {small}
    Your phone is {few} months old! You are entitled to a free colour {phonebrand}. Call {freephone} {small}
    [first], good news: your upgrade to the latest {phonebrand} is confirmed. Delivery {day}. Details {link}
quiz:
    {shout} {question}. Text your answer to {short} and win {amount}! {small}
    {few} questions to win {goods}! First one: {question}. Text A or B to {short}. {small}
    SMS auction! You can bid for {goods} from just {few}p. Reply {word} to start. {small}
loan:
    Bad credit? Need {amount} {when}? Money in {few} mins, no checks. Apply at {link} {stop}
    In debt? Write off up to {few}0% of what you owe. Reply {word} or call {freephone} free. {stop}
    Hi [first], your loan of {amount} has been approved. Confirm bank details at {link} {hurry}
    Homeowners: loans from {amount} to £75k. Previously refused? We can help. Text {word} to {short} {stop}
voucher:
    {greet} your {shopname} gift card worth {amount} is waiting. Collect at {link} {hurry} {stop}
    {shopname} is giving {few}00 customers {amount} shopping vouchers. Claim yours at {link}. Ends {day}
    Congrats [first]! You were chosen from {few}000 shoppers for {amount} of {shopname} vouchers. {link}
voicemail:
    You have {few} new voicemails. Call {premium} to listen. {small}
    Please call {premium} immediately as there is an urgent message waiting for you. {small}
    Private! Your account statement for {mobile} shows {few}00 unused points. Call {premium}. Identifier {code} {small}
phishing:
    {bank}: a payment of {amount} to [first] was requested. If this was NOT you, visit {link}
    {bank} alert: your account has been locked after {few} failed logins. Restore access at {link}
    Dear customer, your {bank} card ends {day}. To avoid a fee confirm your details: {link} Ref [ref]
    Tax office: you are due a refund of {amount}. Complete the form at {link} {hurry}
    Reminder [first]: your appointment has changed. Check the new time at {link}
    Your streaming payment failed. Update your card at {link} to keep watching. Ref [ref]
parcel:
    {carrier}: your parcel [ref] is held. Pay the £1.{few}9 fee at {link} or it will be returned {day}.
    We tried to deliver your parcel today but you were not at home. Rebook: {link}
    {carrier}: parcel [ref] has an incomplete address. Please update it {hurry} {link}
claim:
    Our records show you had an accident. You may be entitled to {amount}. Reply {word}, to opt out reply STOP
    [first], you still have not claimed the compensation you are due. To start the process reply YES. {stop}
    {bank} customers: were you sold insurance with your loan? {amount} could be yours. {freephone} {stop}
job:
    Work from home, earn {amount} a day! {few} places left. Message [first] on {mobile}
    Hi, i am [first] from {shopname} HR. We have a job for you, {amount} daily. Are you interested? {mobile}
    {few} hours a week, {amount} cash. Like videos, get paid. Start now: {link}
friend:
    {chatty}, text me back on {mobile} x | {chatty}. this is my new number, {reply}
    {chatty}! look at the photos from last night {link}
    hi mum, i dropped my phone in the {wet}, this is my new number. {reply} x
    hi dad it's me, lost my phone. can you message me on {mobile}? need help with a bill today
    hey, it's [first]! we met in {town} on {day}, do you remember me? my other number is {mobile}
    is this [first]? i got your number from a friend, are you coming to the party on {day}?
    hello, sorry to bother you, is this doctor [first]? my dog is not eating
    hi it's [first], guess what, i'm live on video now. look: {link}
    are you free today? need you to do something quickly, can't talk, in a meeting. {reply}
    sorry i missed your call, who is this? call me back on {premium}
    hi dear, how are you? long time! i am back in {town}. send me your photo on {mobile} x
    mum it's me, phone broken, borrowed this one. please ring {premium} {hurry}
coins:
    [first], {few}00 people from {town} doubled their money with BitLux. Start with £{few}0 at {link}
    Your wallet received {amount} in coins. Withdraw {hurry} {link} Ref [ref]
    Hot share tip: this stock is up {few}0% and going higher. Join the group free at {link}
games:
    Play {game} on your mobile now! Text {word} to {short}. {small}
    Thanks for your {game} subscription. You will be charged {charge} a week. To stop, text STOP to {short}
    {shout} {game} free for {few} days! Download at {link}. {small}
holiday:
    {shout} You have {won} a {few} day holiday in {resort} for two. Call {premium} {hurry} {small}
    {greet} last minute flights to {resort} from £{few}9! Book at {link} before {day}. {stop}
psychic:
    Your star sign {sign} has a message about love and money. Text {sign} to {short}. {small}
    {freemsg} [first], our psychic sees big changes {when}. Call {premium} {small}
teaser:
    Wanna see who fancies you in {town}? Reply {word} {small} | Hey, do you want to get {goods} for free? Easy: {link}
    guess which of your friends said this about you? {link}
    Camera - you are awarded a digital camera! Call {freephone}. Delivery within {few} days
shout:
    URGENT! | WINNER!! | Congratulations! | FREE! | Congrats! | IMPORTANT: | Great news! | ~ | Final notice! | ~
    PRIVATE! | U R A WINNER! | FINAL CHANCE! | ~ | Good news:
greet: Dear customer, | Hi [first], | Hello | ~ | Dear {network} user, | [first], | Hi, | Attention:
won: won | been selected to receive | been chosen for | won | WON
awarded: awarded | drawn for | selected for | awarded
claimit: claim | collect | claim your prize
hurry: now! | NOW | today. | within 24 hours. | before {day}. | ASAP! | now. Only [hours] hours left! | ~
valued: As a valued {network} customer | Dear {network} user, as you are loyal,
goods:
    cash prize | bonus | {phonebrand} | holiday voucher | digital camera | laptop | games console | plasma TV
    gift card | mp3 player | {resort} holiday | shopping spree | iPad | DVD player
amount: £100 | £200 | £250 | £350 | £500 | £750 | £900 | £1000 | £1500 | £2,000 | £5000 | £10,000 | $1000 | £25
small:
    3* ~ | T&Cs apply. {charge}/msg. {stop} | {charge} per msg. {stop} | {stop}
    18+ only. {charge}/msg, max {few} msgs a week. {stop} | PO Box {code}, {town}. {charge} to receive
    Msgs cost {charge} each from {network}. To opt out txt END to {short} | Std txt rate. {stop}
    16+ T&Cs see {link}, {charge} a week | Cost {charge}/min, bill payer's permission | T&Cs {link}
charge: 150p | £1.50 | 25p | 10p | 50p | £3 | £4.50 | 75p
stop:
    Txt STOP to end | STOP? reply STOP | To opt out text STOP to {short} | 2 stop txt END | Unsub: {link} | ~
    No more? STOP
freemsg: FreeMsg: | FREEMSG | Free message! | freemsg
network: Orbit | BluTel | Vivacom | Cellwave | T-Link
word: WIN | GO | YES | CLAIM | TONE | CHAT | PLAY | CASH | LOVE | STAR | FUN | OK | INFO | DATE | LUCKY
song:
    Midnight Train | Crazy Frogs | Summer Heat | Bad Habit | Dancing Shoes | Heartbreaker | Ocean Drive | Party Anthem
girlsin: Girls in {town} | Singles in {town} | New friends | Hundreds of people
phonebrand: Nokio 7610 | Nokio 3510 | Samson Galaxy | Motorala V3 | camera phone | smartphone | Sonia W800 | Fonix 5
question:
    Which city is the capital of Spain? A) Madrid B) Lisbon | When was the cup won? A) 1966 B) 1972
    Which planet is nearest the sun? A) Mercury B) Venus | Who wrote Hamlet? A) Dickens B) Shakespeare
    What do bees make? A) honey B) jam | How many legs has a spider? A) six B) eight
    Is a tomato A) a fruit B) a fish
bank: Northgate Bank | First Albion | Crown Savings | Southern Union | Westway Bank
shopname: Asbury's | Fairways | Millers | Tescon | Bargain World | Home & Hearth | Amazone
carrier: Royal Post | QuickShip | Parcelwing | EuroExpress
game: Bubble Blast | Snake Xtreme | Texas Poker | Candy Mania | Lucky Slots
resort: Tenerife | Florida | Cyprus | Marbella | Goa | Malta
sign: ARIES | LEO | VIRGO | LIBRA | GEMINI
town: Leeds | Bristol | Cardiff | Luton | Swansea | Derby | Hull | your area | London | Dundee
when: tonight | today | this weekend | now | this month
day: Monday | Friday | Sunday | midnight | 31/03 | tomorrow | the end of the week | Thursday
few: 2 | 3 | 4 | 5 | 6 | 8 | 10
number: 1 | 2 | 3 | 5 | 7
chatty:
    hey how are you? i was thinking about you | hi love, sorry i missed you yesterday | hello dear, it's [first]
    hey it's me, i'm in {town} this weekend | happy birthday! hope you have a lovely day | guess who i saw in {town}
    hi it's [first] from work | i can't sleep, are you up | so bored at home, what are you doing
wet: sink | toilet | bath | river
reply: text me here please | text me back when you get this | reply here | message me soon | are you home?
"""

# How people shorten words on a phone.
SHORTENED = {
    "you": "u", "are": "r", "to": "2", "for": "4", "be": "b", "see": "c", "why": "y", "your": "ur", "please": "pls",
    "tomorrow": "2moro", "tonight": "2nite", "later": "l8r", "great": "gr8", "before": "b4", "and": "n", "because":
    "cos", "about": "abt", "message": "msg", "text": "txt", "thanks": "thx", "okay": "k", "ok": "k", "with": "wif",
    "what": "wat", "have": "hav", "good": "gd", "night": "nite", "love": "luv", "the": "d", "people": "ppl", "been":
    "bin", "just": "jus", "minutes": "mins", "weekend": "wkend", "work": "wrk", "back": "bk", "could": "cud",
    "should": "shud", "going": "goin", "nothing": "nuthin", "really": "rly", "from": "frm", "this": "dis", "that":
    "dat", "i'm": "im", "don't": "dun", "can't": "cant", "something": "smth", "today": "2day", "already": "alr",
    "where": "whr", "when": "wen", "again": "agn", "was": "ws", "got": "gt", "sorry": "sry",
}  # fmt: skip

# Particles at the end of sentences in Singapore's and Malaysia's English, which many of the original's messages are in.
PARTICLES = ("lah", "lor", "leh", "la", "ah", "meh", "hor", "lar")
