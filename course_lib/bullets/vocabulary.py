"""The words the linter knows, by tag. A star stands for any ending; other words are taken as they are written.

The lists decide less than the structure does: an unknown metric or verb leads to a question, not to a failure.
"""

TAGS: dict[str, str] = {
    # what can go wrong, how well a model works, what a control costs or catches
    "risk": """
        abstain* abstention* abus* accuracy accurate* adverse* ageing aging agreement alarm* alert* anomal* appeal*
        arrear* attack* auc audit* auprc auroc balancing-cost bias* blackout* bleed* bleu blind breach* brier broken
        brownout* burn* calibrat* casualt* cer charge-off* chargeback* churn clawback* collision* compla* completeness
        complian* concordance confound* confus* consent* consistency contest* contradict* contravention* corrupt* cost
        costing costs counterfactual* counterfeit* coverage crash* curtail* dangerous* death* deceiv* deepfake*
        default defaults defect* delinquen* deni* derail* deviat* disclos* discrepan* discriminat* disengag* dispar*
        disput* divergen* dosing downtime drift* dropout* drowning duplicat* ece emission* equal* err erred errone*
        error* errs escalat* evasion evict* exfiltrat* explainab* expos* f1 f1-score fabricat* factual* fail* fair*
        faithfulness fallback* false falsely fault* finding findings fine fines flag flagged flags flicker fnr fp fpr
        fraud* gap gaps grief grievanc* grounded groundedness groundless guardrail* hallucinat* harass* harm* hate
        hazard* hesitat* hotspot* illegal* impact-ratio impersonat* improper* inaccura* inappropriate* incident*
        incomplete* inconsisten* incorrect* inequ* infect* infring* injection* injunction* injur* insignifican*
        insolven* interval* invalid* irrecoverable irrelevan* jailbreak* kappa ks-statistic lag latency lateness
        lawsuit* leak* liabilit* litigat* logloss loss losses lost mae malfunction* mape marr* mcc mean-absolute-error
        misidentif* mislead* miss missed misses missing mistak* mortality near-collision* near-miss* neglect* noise
        noisy nuisance offensiv* outage* overbook* overcharg* overdos* overdraft* overdue overfit* overload* overpay*
        overrid* oversight p50 p90 p95 p99 parity penalt* phantom phish* plagiar* poison* pollut* precision privacy
        privilege* provenance psi quality quarantin* racis* ratio readmi* recall* red-team* redress refund* refus*
        regress* rejections reliab* remediat* reoffend* reopen* reprimand* return-rate reversal* reversed rework* rmse
        robust* rollback* safety sanction* scam* self-harm sensitiv* settlement* severity sexis* shrinkage skew* slip*
        slur* spam specificity spend spoof* spurious stale* stereotyp* stockout* suicid* suspension* takedown* tamper*
        threshold* tolerance* toxic* traceab* uncertain* under-triage underpay* unfounded unlawful unplanned uptime
        validity variance violat* vulnerab* waste* wer write-off* wrong*""",
    # fields of work: beside a head that is counted ("9 safety meetings") they say what about, not what happened
    "topic": """
        accuracy audit* bias calibrat* complian* consent drift equal* equit* explainab* fair* fraud guardrail* incident
        oversight precision privacy privilege* provenance quality red-team* regress* reliab* risk risks robust* safety
        threshold*""",
    # what a product gains: good to have, but no measure of risk
    "vanity": """
        activation* active actives add-to-cart adopt* applause arpu arr attendance automat* award* awareness
        backlog-size basket* bookings build builds burndown buzz cac ci ci/cd click click-through* clicks
        clickthrough* conversion conversions converted cross-sell* csat ctr cycle dau daus deal deals deflect*
        delivery deploy deployment-time download downloads dwell efficiency engaged engagement follower* footfall
        funnel gmv growth headcount hires impressions income installs leadgen leads likes listings logos ltv margin*
        market-share mau maus merchandise mindshare monetis* monetiz* morale mrr nps nps-score onboarding open-rate
        order-value orders output page-view* pageview* penetration pipeline pipeline-value popularity praise press
        productivity profit* purchases queries rating ratings reach registrations retention revenue* reviews sales
        satisfaction seats self-service sentiment session sessions shares sign-ups signups star stars stickiness
        story-points straight-through subscribers subscription* testimonials throughput time-to-hire time-to-market
        time-to-value touchless traffic trials turnover uplift upload* upsell* uptake usage velocity viewership views
        visits watch-time watched wau""",
    # nouns that are counted to show size
    "reach": """
        account accounts airports applicants applications branches brand brands businesses buyers calls channels
        cities citizens city client clients clinics consumer consumers contacts conversations countries country
        creator creators customer customers decisions device devices district districts divisions download downloads
        drivers employer employers enterprise enterprises events factories families geographies guests homes hospital
        hospitals households impressions inferences installs institution institutions interactions language languages
        learners listeners locale locales market markets member members merchant merchants messages meters office
        offices orders organisation organisations organization organizations page pages partner partners parts
        patients payments people plant plants platforms player players policyholders predictions products queries
        query readers recommendations region regions request requests rider riders school schools segments sellers
        sessions shipments shop shops sign-ups signups site sites squads states store stores streams student students
        subscriber subscribers tenants territories tokens transactions traveller travellers units user users vehicle
        vehicles verticals viewer viewers visitor visitors warehouses""",
    # heads
    "people": """
        ambassadors analyst analysts annotators champions colleague* consultant* contractor* designers developer
        developers direct-reports employee* engineer engineers experts facilitators fte ftes head heads hires labelers
        labellers leaders manager managers moderators people person pms professionals report reports researchers
        reviewers scientist scientists specialists staff stakeholder* volunteers""",
    # work done
    "activity": """
        agents algorithms answers apis articles assessments audits batches blog blogs board boards cameras
        capabilities cards certificates certifications charts checklists checks commits components conferences
        controls courses dashboards data-sets datasets decks deliverables demos deployments docs documents
        environments epics experiments features forums frameworks gates gpus guidelines hackathons ideas images
        initiatives integrations interviews iterations kpis labels languages launches layers libraries meetings
        metrics microservices milestones models modules notebooks okrs pages papers parameters patents phases pilots
        pipelines playbooks plugins policies posts presentations processes products programmes programs projects
        proposals prototypes records releases requirements reviews roadmaps rollouts rounds runbooks runs scans
        scripts sections servers services sessions sets slides sources specs sprints stories summits surveys systems
        tables talks tasks teams templates tests tickets tools topics trainings updates use-cases versions webinars
        workflows workshops workstreams""",
    # how a figure moved
    "down": """
        abat* avoid avoided avoiding avoids brought-down chop* clip* collaps* compress* contain* contract* crush*
        curb* curtail* cut cuts cutting dampen* de-risk* declin* decreas* deflat* deflect* diminish* dip dipped drop
        dropped dropping drops dwindl* eas* ebbed eliminat* eras* fall fallen falls fell fewer halv* knock* less
        lessen* limit* lower lowered lowering lowers minimis* minimiz* mitigat* narrow narrowed narrowing neutralis*
        neutraliz* plummet* plung* prevent* prun* quash* reduc* remov* sagged sank sav* scrub* shav* shed shedding
        shorten* shrank shrink* shrunk sink slash* slid slim* slow slowed smaller soften* spar* squash* squeez* stem
        stemmed stemming sunk suppress* tame tamed taming taper* trim* tumbl* undercut* whittl*""",
    "up": """
        accelerat* amplif* ascend* balloon* boost* bump bumped climb* crept deepen* doubl* drifted-up elevat* enlarg*
        escalated-to expand* expansion extend* gain gained gaining gains grew grow growing grown grows heighten*
        higher increas* jump* leap* lift lifted lifting lifts maximis* maximiz* more mount mounted multipli* quadrupl*
        rais* rise risen rises rising rocket* rose scale scaled scaling shot skyrocket* soar* spik* surg* swell*
        tripl* upped upping widen* worsen*""",
    "better": """
        better enhanc* improv* optimis* optimiz* refin* strengthen* upgrad* uplift*""",
    "moved": """
        bend bent bring bringing brought chang* clos* dragged drive driven driving drove eked get getting go got
        ground hauled held hold holding keep keeping kept left made migrat* move moved moving nudg* pull pulled push
        pushed pushing ran restored sent set shift shifted shifting squeezed steer* swung taken taking talked tighten*
        took turned walked went wrestled""",
    # decisions: stop-like ones count by themselves, told-like ones beside a figure
    "stop": """
        abandon* abort* axe axed axing backed-out ban banned banning barred bin binned block blocked blocking blocks
        bowed-out called-off cancel* cap capped capping caps ceas* closed-down confin* cut-off deactivat* declin*
        decommission* defer deferred deferring defund* delay delayed delaying demot* deprecat* depublish* disabl*
        discontinu* ditch* drop dropped dropping embargo* end ended ending exit exited forbade forgo forgoing forgone
        forwent freez* froze frozen gave-up ground grounded grounding halt* handed-back held-back held-up kept-out
        kill killed killing mothball* nix nixed overrul* overturn* pause paused pausing postpon* prohibit* pull pulled
        pulled-back pulled-out pulling pulls put-hold quarantin* recall recalled recalling refus* reject* relinquish*
        renounc* rescind* resisted restrict* retir* retract* revert* revok* ring-fenc* rolled-back said-no scrap
        scrapped scrapping scuttl* sent-back shelv* shut shut-down shutter* spik* stalled stood-down stop stopped
        stopping stops sunset* suspend* switched-off terminat* throttl* took-down took-offline turned-down turned-off
        undid undo undoing unplug* unpublish* unship* unwind* unwound veto* void voided walked-away walked-back
        withdr* withheld withhold* wrote-off yank*""",
    "told": """
        accept accepted acknowledg* admit* advis* alert alerted apologis* apologiz* argu* ask asked asking audit* cap
        capped capping catch catching caught challeng* choose chose chosen conced* confess* confirm* contest* convinc*
        correct corrected demand* demonstrat* diagnos* disclos* discover* document* downgrad* escalat* establish*
        exposed exposing fenced find finding flag flagged found gat* identif* inform* insist* investigat* limit* lobb*
        measur* narrowed negotiat* notif* object objected overruled own-up persuad* pinpoint* prov* publish* put
        question questioned re-opened recommend* record recorded refut* reject* reopened replicat* report reported
        reporting require* resist* restrict* reveal* rewrote ring-fenc* show showed showing shown spot spotted
        spotting stipulat* surfac* tell telling testif* told trac* uncover* unearth* warn*""",
    # what holds a model in check: named, it is a means
    "control": """
        ablation* abstention alarm alert alerting allow-list annotat* appeals-desk approval audit* backtest*
        blind-test blocklist* canaries canary cap ceiling challenger champion/challenger check checker checklist
        checks circuit-breaker confidence-floor constraint* control cut-off cutoff deduplicat* distil* drill drills
        evals exemption* fallback filter filters flag flags floor gate gated gates gating guardrail* hold-out holdout
        human-in-the-loop kill kill-switch label* limit limits log logging monitor monitoring monitors override
        overrides panel probe provenance quota raters re-weight* reason-code* recalibrat* red-team* relabel* replay*
        retrain* reviewer* reweight* rollback rollbacks rubric rule rules runbook sampler sampling schema* second-look
        second-reader shadow shadow-deploy* shadow-run sign-off slice slices staging stop-rule stress-test* switch
        takeover threshold thresholds throttl* tripwire validation validator veto watchdog whitelist""",
    # what is done within a time
    "notice": """
        alarm* alert* block* catch catching caught contain* correct* detect* disabl* discover* escalat* fired flag
        flagged found halt* identif* mitigat* notic* page paged patch* pulled recall* recover* refund* reimburs*
        remed* respon* restor* revert* revok* rollback* rolled-back shut* spot spotted stop* suspend* trac* triag*
        warn* withdr*""",
    # verbs that say nothing about how
    "generic": """
        accomplish* achiev* attain* contribut* deliver* drive driven drove enabl* ensur* generat* led obtain* produc*
        reach* realis* realiz* record* register* saw secur* see unlock* yield*""",
    # openings that announce work, not a decision
    "promo": """
        align* analys* analyz* author* automat* award* build building built chair* champion* co-created co-led coach*
        collect* complet* conclud* coordinat* creat* defin* deliver* deploy* design* develop* direct* driv* drove
        earned establish* form* found* go goes head* held hir* hit host* implement* integrat* introduc* launch* lead
        leading led mentor* met migrat* monitor* onboard* orchestrat* organis* organiz* own* partner* personalis*
        personaliz* present* publish* ran review* roll* run scal* set ship* spearhead* train* went win won wrote""",
    # openings that claim no act of one's own
    "weak": """
        accountable adept aided assist* attend* background collaborat* contribut* dynamic enthusiastic experience*
        expert expertise exposure facilitat* familiar* fluent handl* help helped helping helps involved joined
        knowledge knowledgeable liais* manag* motivated oversaw oversee overseeing overseen part participat*
        passionate proficient responsib* savvy seasoned shadowed skilled supervis* support supported supporting
        supports task tasked touch understanding versed visionary worked working""",
    # what names nothing that could be checked
    "empty": """
        ability accountability adopting advanced advisory agile ai alignment among analytics applying approach
        approaches artificial attitude automation awareness best best-in-class better building buy-in campaigns
        champion championing champions clear close closer collaboration collaborative colleagues commitment
        communicating communication communications constant continuous cooperation coordination creating
        cross-functional culture customer-first cutting-edge data data-driven dedication deep deployment digital
        diligence doing drive driving effective efficient effort efforts embedding embracing engagement engineers
        ensuring establishing ethical ethics excellence excellent explainable extensive focus fostering framework
        frameworks generation generative governance great guideline guidelines hard having holistic implementing
        improved initiatives innovation innovative insights intelligence introducing latest leadership learning
        machine management meetings mentality messaging methodologies methodology methods mindset ml modern new
        newsletter next next-gen next-generation ongoing oversight ownership partnership partnerships passion people
        people-first platform practice practices principles proactive processes program programme promoting raising
        responsible responsible-ai right rigorous risk risks robust scientists senior sessions smart solid solution
        solutions spirit squad staff stakeholder stakeholders standards state-of-the-art status strategic strategies
        strategy strong superior support synergies synergy team teams teamwork techniques technologies technology
        thing thinking thought tireless tools transformation transparency trust trustworthy updates using values
        various vigilance vision wider work working workshops world-class""",
    "buzz": """
        10x actionable agile ai-first ai-native ai-powered best-in-class bleeding-edge customer-centric cutting-edge
        data-driven delight* disrupt* dynamic ecosystem empower* end-to-end evangel* frictionless future-proof
        game-chang* groundbreaking guru holistic hyper-scale impactful industry-leading innovat* leverag*
        mission-critical next-gen next-generation ninja north-star paradigm* passionate proactive* revolutionary
        rockstar scalable seamless* spearhead* state-of-the-art strategic* supercharg* synerg* thought-leader*
        trailblaz* transform* turbocharg* unlock* unparalleled unprecedented value-add visionary world-class""",
    # "by 3 %" of these may be points or relative
    "rate": """
        accuracy adherence auc bias calibration churn completeness coverage default defaults drift error errors fnr
        fpr gap kappa mape parity precision proportion rate rates ratio recall sensitivity share specificity uptime
        utilisation wer""",
    # more is better
    "higher": """
        accuracy agreement auc auroc availability completeness concordance coverage f1 fairness faithfulness
        groundedness kappa parity precision quality recall reliability robustness sensitivity specificity uptime""",
    # less is better
    "lowerbetter": """
        bias breach* churn complaint* cost costs defect* denials drift error errors failure* false fault* gap
        hallucinat* harm* incident* latency loss losses miss missed misses near-miss* outage* overcharg* rework spam
        toxic* violation* wrong*""",
}
